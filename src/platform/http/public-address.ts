import { BlockList, isIP } from 'node:net'

/** Not reachable over the public internet. Source: IANA special-purpose address registry, multicast, and RFC 1112 class E. */
const PRIVATE_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12],
  ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15],
  ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
]

/** Inside 2000::/3, the only block of global unicast addresses, these are tunnels, examples or special. */
const SPECIAL_IPV6: readonly (readonly [string, number])[] = [
  ['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20],
]

const blocked = new BlockList()
for (const [net, bits] of PRIVATE_IPV4) blocked.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of SPECIAL_IPV6) blocked.addSubnet(net, bits, 'ipv6')
const globalIpv6 = new BlockList()
globalIpv6.addSubnet('2000::', 3, 'ipv6')

/**
 * Whether an IP address is one of the public internet: not loopback, private, link-local (where clouds keep their
 * metadata), carrier-grade, multicast, documentation, nor an IPv4 address in the clothes of IPv6.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !blocked.check(address, 'ipv4')
  return family === 6 && globalIpv6.check(address, 'ipv6') && !blocked.check(address, 'ipv6')
}
