/** The test vectors of the Paysera sheet, section A12, as published there. All inputs are invented. */

export const REQUESTS = [
  { name: 'R1', password: '4f1d0c9a7be2436f8d5e6a1b2c3d4e5f',
    form: 'projectid=555123&orderid=INV-2025-0042&accepturl=https%3A%2F%2Fkvit.example%2Fr%2Fok&cancelurl=https%3A%2F%2Fkvit.example%2Fr%2Fcancel&callbackurl=https%3A%2F%2Fkvit.example%2Fcb%2Fpaysera&version=1.6&lang=ENG&amount=2500&currency=EUR&p_email=jonas%40example.org',
    data: 'cHJvamVjdGlkPTU1NTEyMyZvcmRlcmlkPUlOVi0yMDI1LTAwNDImYWNjZXB0dXJsPWh0dHBzJTNBJTJGJTJGa3ZpdC5leGFtcGxlJTJGciUyRm9rJmNhbmNlbHVybD1odHRwcyUzQSUyRiUyRmt2aXQuZXhhbXBsZSUyRnIlMkZjYW5jZWwmY2FsbGJhY2t1cmw9aHR0cHMlM0ElMkYlMkZrdml0LmV4YW1wbGUlMkZjYiUyRnBheXNlcmEmdmVyc2lvbj0xLjYmbGFuZz1FTkcmYW1vdW50PTI1MDAmY3VycmVuY3k9RVVSJnBfZW1haWw9am9uYXMlNDBleGFtcGxlLm9yZw==',
    sign: '30722e09edb026062219c236503dcf85' },
  { name: 'R2', password: '4f1d0c9a7be2436f8d5e6a1b2c3d4e5f',
    form: 'projectid=555123&orderid=SF-0007&accepturl=https%3A%2F%2Fkvit.example%2Fr%2Fok&cancelurl=https%3A%2F%2Fkvit.example%2Fr%2Fcancel&callbackurl=https%3A%2F%2Fkvit.example%2Fcb%2Fpaysera&version=1.6&lang=LIT&amount=1999&currency=EUR&country=LT&paytext=S%C4%85skaita+%5Border_nr%5D+%E2%80%93+a%C4%8Di%C5%AB+u%C5%BE+%C5%BEemuoges+%28%5Bsite_name%5D%29&p_firstname=%C5%BDygimant%C4%97&p_lastname=%C5%A0%C4%97%C5%BE%C4%97nien%C4%97&p_city=%E1%83%97%E1%83%91%E1%83%98%E1%83%9A%E1%83%98%E1%83%A1%E1%83%98',
    data: 'cHJvamVjdGlkPTU1NTEyMyZvcmRlcmlkPVNGLTAwMDcmYWNjZXB0dXJsPWh0dHBzJTNBJTJGJTJGa3ZpdC5leGFtcGxlJTJGciUyRm9rJmNhbmNlbHVybD1odHRwcyUzQSUyRiUyRmt2aXQuZXhhbXBsZSUyRnIlMkZjYW5jZWwmY2FsbGJhY2t1cmw9aHR0cHMlM0ElMkYlMkZrdml0LmV4YW1wbGUlMkZjYiUyRnBheXNlcmEmdmVyc2lvbj0xLjYmbGFuZz1MSVQmYW1vdW50PTE5OTkmY3VycmVuY3k9RVVSJmNvdW50cnk9TFQmcGF5dGV4dD1TJUM0JTg1c2thaXRhKyU1Qm9yZGVyX25yJTVEKyVFMiU4MCU5MythJUM0JThEaSVDNSVBQit1JUM1JUJFKyVDNSVCRWVtdW9nZXMrJTI4JTVCc2l0ZV9uYW1lJTVEJTI5JnBfZmlyc3RuYW1lPSVDNSVCRHlnaW1hbnQlQzQlOTcmcF9sYXN0bmFtZT0lQzUlQTAlQzQlOTclQzUlQkUlQzQlOTduaWVuJUM0JTk3JnBfY2l0eT0lRTElODMlOTclRTElODMlOTElRTElODMlOTglRTElODMlOUElRTElODMlOTglRTElODMlQTElRTElODMlOTg=',
    sign: '5ac5127e32a1bf09ace3683e0439ef95' },
  { name: 'R3', password: 'p@ss+w/rd=&% ž',
    form: 'projectid=7&orderid=A%2BB%2FC%3DD%26E%3F%231&accepturl=https%3A%2F%2Fkvit.example%2Fr%3Fs%3Dok%26x%3D1%25202&cancelurl=https%3A%2F%2Fkvit.example%2Fr%3Fs%3Dno&callbackurl=https%3A%2F%2Fkvit.example%2Fcb%3Ft%3Da%2Bb&version=1.6&amount=1&currency=GEL&paytext=100%25+%22nuolaida%22+%26+%3Cb%3Epica%3C%2Fb%3E+%2B+2%C3%97kava%3B+%27ok%27%21%28%2A%29%7E+%5Border_nr%5D+%5Bowner_name%5D+%C3%BF%C3%BF%3F%3F%3E%3E%3E&test=1',
    data: 'cHJvamVjdGlkPTcmb3JkZXJpZD1BJTJCQiUyRkMlM0REJTI2RSUzRiUyMzEmYWNjZXB0dXJsPWh0dHBzJTNBJTJGJTJGa3ZpdC5leGFtcGxlJTJGciUzRnMlM0RvayUyNnglM0QxJTI1MjAyJmNhbmNlbHVybD1odHRwcyUzQSUyRiUyRmt2aXQuZXhhbXBsZSUyRnIlM0ZzJTNEbm8mY2FsbGJhY2t1cmw9aHR0cHMlM0ElMkYlMkZrdml0LmV4YW1wbGUlMkZjYiUzRnQlM0RhJTJCYiZ2ZXJzaW9uPTEuNiZhbW91bnQ9MSZjdXJyZW5jeT1HRUwmcGF5dGV4dD0xMDAlMjUrJTIybnVvbGFpZGElMjIrJTI2KyUzQ2IlM0VwaWNhJTNDJTJGYiUzRSslMkIrMiVDMyU5N2thdmElM0IrJTI3b2slMjclMjElMjglMkElMjklN0UrJTVCb3JkZXJfbnIlNUQrJTVCb3duZXJfbmFtZSU1RCslQzMlQkYlQzMlQkYlM0YlM0YlM0UlM0UlM0UmdGVzdD0x',
    sign: '4f7973616efef71bde38b3cd004a03c5' },
  { name: 'R4', password: '4f1d0c9a7be2436f8d5e6a1b2c3d4e5f',
    form: 'projectid=555123&orderid=a~b~c~d~&accepturl=https%3A%2F%2Fkvit.example%2Fr&cancelurl=https%3A%2F%2Fkvit.example%2Fr&callbackurl=https%3A%2F%2Fkvit.example%2Fcb&version=1.6&amount=100&currency=EUR',
    data: 'cHJvamVjdGlkPTU1NTEyMyZvcmRlcmlkPWF-Yn5jfmR-JmFjY2VwdHVybD1odHRwcyUzQSUyRiUyRmt2aXQuZXhhbXBsZSUyRnImY2FuY2VsdXJsPWh0dHBzJTNBJTJGJTJGa3ZpdC5leGFtcGxlJTJGciZjYWxsYmFja3VybD1odHRwcyUzQSUyRiUyRmt2aXQuZXhhbXBsZSUyRmNiJnZlcnNpb249MS42JmFtb3VudD0xMDAmY3VycmVuY3k9RVVS',
    sign: '7daad53a888da5922f934dba3ab7ccf1' },
] as const

/** R4's `sign` made over standard Base64, and R3's made in the three usual wrong ways: all to be refused. */
export const WRONG_SIGNS = {
  R4: ['8a57ab0e94f4913ee7bcd634519bbb6e'],
  R3: ['803568d1455882e762f05d3708aecbc5', 'e6cec61307c188891df190a4198cd1ec', 'ab280613497f3f659038df1b7964aabd'],
} as const

/** R1 with another amount: R1's `sign` must not fit, `rightSign` does. */
export const RN = { data: 'cHJvamVjdGlkPTU1NTEyMyZvcmRlcmlkPUlOVi0yMDI1LTAwNDImYWNjZXB0dXJsPWh0dHBzJTNBJTJGJTJGa3ZpdC5leGFtcGxlJTJGciUyRm9rJmNhbmNlbHVybD1odHRwcyUzQSUyRiUyRmt2aXQuZXhhbXBsZSUyRnIlMkZjYW5jZWwmY2FsbGJhY2t1cmw9aHR0cHMlM0ElMkYlMkZrdml0LmV4YW1wbGUlMkZjYiUyRnBheXNlcmEmdmVyc2lvbj0xLjYmbGFuZz1FTkcmYW1vdW50PTI0MDAmY3VycmVuY3k9RVVSJnBfZW1haWw9am9uYXMlNDBleGFtcGxlLm9yZw==', rightSign: 'a6be20d570d994d69d929d73106f0fd1' } as const

export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDITCCAgmgAwIBAgIUFRLnEEKZOz2LV1igAu9J2EHMlvUwDQYJKoZIhvcNAQEL
BQAwHzEdMBsGA1UEAwwUY2hlY2tvdXQtc2ltLmV4YW1wbGUwIBcNMjYxMTIxMTkz
MzEyWhgPMjEyNjEwMjgxOTMzMTJaMB8xHTAbBgNVBAMMFGNoZWNrb3V0LXNpbS5l
eGFtcGxlMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAiKtzChoPZRwf
TQqVfTrzeRkv5JxsBfd9aYQdRVNCiM2z0S9EWJ7XHmQOkF3qTX73fl6hiQ6zhw30
kMONh20S283pi6zpr2o70g8Mmujr/clDPFs3jpRyz6X3OWO7+rsaJRmvyZb+amVT
zVZk2V125wCPZl2LNxtrf5EBgv4VCty/iNo6j56DX08ielVkotfJefLTos27uNVJ
HnEOTqqdFhs/zt9m2HOlGSOGM/peuk7c1eVx+CHahEgMf9ZPjP1RZ+FtZtmDerTX
qeOAEGr17PzqCtrokEBy6dV+leehxa31XkK4gsbkBS+YyGdrtd7mluR8YJcnyYnV
Kzmjtv7CpwIDAQABo1MwUTAdBgNVHQ4EFgQU80HuODjeUSIqYXx4FT+n6dAhkXEw
HwYDVR0jBBgwFoAU80HuODjeUSIqYXx4FT+n6dAhkXEwDwYDVR0TAQH/BAUwAwEB
/zANBgkqhkiG9w0BAQsFAAOCAQEAN2TQds0OAaMyqBh69gb7n5dxbdYTD/FuM0KU
C122/Gy8ABVTyGXVCW9/6UoNZGpmbNgjIoSDXa755H5gyQXNgFCZjsZokW+wEs04
+k+Makj9DJSsxAt8n8/2fMsEo1+FYbOs9sedNGQ1kiHzUlLS6eC1ag8UXfMep5R+
ZmnGsWYAFWYihDrGmQBwz0ZvGJfPnKFHSXnwPKpdt4ngXckn0GnIDQaoB7Znb3lo
C+sDSmENzrcBi1+K7CRvP58k/lprGLgTblGFoDXuMWVsD5WF4s1UaokXPi6NnIyv
hjGVHWe/1xBWxCv4fgmTlXFi+yrB4BEChw0R1Ushe26/Y2ZALA==
-----END CERTIFICATE-----
`

export const PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAiKtzChoPZRwfTQqVfTrz
eRkv5JxsBfd9aYQdRVNCiM2z0S9EWJ7XHmQOkF3qTX73fl6hiQ6zhw30kMONh20S
283pi6zpr2o70g8Mmujr/clDPFs3jpRyz6X3OWO7+rsaJRmvyZb+amVTzVZk2V12
5wCPZl2LNxtrf5EBgv4VCty/iNo6j56DX08ielVkotfJefLTos27uNVJHnEOTqqd
Fhs/zt9m2HOlGSOGM/peuk7c1eVx+CHahEgMf9ZPjP1RZ+FtZtmDerTXqeOAEGr1
7PzqCtrokEBy6dV+leehxa31XkK4gsbkBS+YyGdrtd7mluR8YJcnyYnVKzmjtv7C
pwIDAQAB
-----END PUBLIC KEY-----
`

export const CALLBACKS = [
  { name: 'B1', password: '4f1d0c9a7be2436f8d5e6a1b2c3d4e5f',
    form: 'projectid=555123&orderid=INV-2025-0042&lang=eng&amount=2500&currency=EUR&country=LT&payment=vb2&test=0&version=1.6&original_paytext=&paytext=Order+No%3A+INV-2025-0042+at+https%3A%2F%2Fkvit.example+project.+%28Seller%3A+Kvit+demo%29&p_email=jonas%40example.org&status=1&requestid=903311274&name=JONAS&surename=JONAITIS&payamount=2500&paycurrency=EUR&account=LT000000000000000001',
    data: 'cHJvamVjdGlkPTU1NTEyMyZvcmRlcmlkPUlOVi0yMDI1LTAwNDImbGFuZz1lbmcmYW1vdW50PTI1MDAmY3VycmVuY3k9RVVSJmNvdW50cnk9TFQmcGF5bWVudD12YjImdGVzdD0wJnZlcnNpb249MS42Jm9yaWdpbmFsX3BheXRleHQ9JnBheXRleHQ9T3JkZXIrTm8lM0ErSU5WLTIwMjUtMDA0MithdCtodHRwcyUzQSUyRiUyRmt2aXQuZXhhbXBsZStwcm9qZWN0LislMjhTZWxsZXIlM0ErS3ZpdCtkZW1vJTI5JnBfZW1haWw9am9uYXMlNDBleGFtcGxlLm9yZyZzdGF0dXM9MSZyZXF1ZXN0aWQ9OTAzMzExMjc0Jm5hbWU9Sk9OQVMmc3VyZW5hbWU9Sk9OQUlUSVMmcGF5YW1vdW50PTI1MDAmcGF5Y3VycmVuY3k9RVVSJmFjY291bnQ9TFQwMDAwMDAwMDAwMDAwMDAwMDE=',
    ss1: '3827c0bbc87620894ff5c6f90a882ae3',
    ss2: 'gTCXwewgow5tkeqOKL0CGtifRAhYhe9U_SvQQZSQoC6HZAcHtfk70wPHVhcPEWgAjUqju6WqKJh4le_OS8W90vqOFeBeLoRTprKtYBsDRt2c2asQVDkiv8OC8SDNmmtZuE4m3zn39gbUMng5lM70jiB36L5wM6lzJAD2FFowBb2r7G7SpMkw_fGBthEzQS3qruZDBwE9jJgHyk0Zji5i5rN2GD1EUaQcQQk7RHpnCOeKGsGX9qLVUvwOIxItlbvoCIXNN5-rFvOMaT4s5HxEscW4B24a28HYTfztT5Dk11pKyGnZqlfVRMZmHj5UiUUsrFmAw7ybfze2G-Nul8GrBA==',
    ss3: 'UvKytgeEA42SCnMEoj4cFstL-JuKrQbM2DZNZZUzfet1z7qegXtDsbv5i-OYlRrtfnmbF5widPPQqVMEuituuemP86wfPMrZ7Gcse0QdRcdObfliAv4aEHkMBFFDjpdEZGcrE8rJbKYuCbZc_GQyUBv8DzxDMDXNU2Dk57BpZPe7lmtTtRRMwu-bSep5qphfrYSZRYr89EbnyUQlLmiVazipbi0lGvj3T8IbMtNVsXZxr_nbcSDOa4ESYeToKrOVJo8t5L4z6KVKcxmw1lAT3RKeSLc1OVF5BnL2F472_eAMBz4N-sA29MhLVAMGz58jbFMoko8PvUVhqzuByqjyFw==' },
  { name: 'B2', password: '4f1d0c9a7be2436f8d5e6a1b2c3d4e5f',
    form: 'projectid=555123&orderid=SF-0007&lang=lit&amount=1999&currency=EUR&country=LT&payment=hanza&test=1&version=1.6&paytext=S%C4%85skaita+SF-0007+%E2%80%93+a%C4%8Di%C5%AB+u%C5%BE+%C5%BEemuoges+%28Kvit%29&p_email=zygimante%40example.org&p_city=%E1%83%97%E1%83%91%E1%83%98%E1%83%9A%E1%83%98%E1%83%A1%E1%83%98&status=1&requestid=903311275&name=%C5%BDYGIMANT%C4%96&surename=%C5%A0%C4%96%C5%BD%C4%96NIEN%C4%96&payamount=1999&paycurrency=EUR',
    data: 'cHJvamVjdGlkPTU1NTEyMyZvcmRlcmlkPVNGLTAwMDcmbGFuZz1saXQmYW1vdW50PTE5OTkmY3VycmVuY3k9RVVSJmNvdW50cnk9TFQmcGF5bWVudD1oYW56YSZ0ZXN0PTEmdmVyc2lvbj0xLjYmcGF5dGV4dD1TJUM0JTg1c2thaXRhK1NGLTAwMDcrJUUyJTgwJTkzK2ElQzQlOERpJUM1JUFCK3UlQzUlQkUrJUM1JUJFZW11b2dlcyslMjhLdml0JTI5JnBfZW1haWw9enlnaW1hbnRlJTQwZXhhbXBsZS5vcmcmcF9jaXR5PSVFMSU4MyU5NyVFMSU4MyU5MSVFMSU4MyU5OCVFMSU4MyU5QSVFMSU4MyU5OCVFMSU4MyVBMSVFMSU4MyU5OCZzdGF0dXM9MSZyZXF1ZXN0aWQ9OTAzMzExMjc1Jm5hbWU9JUM1JUJEWUdJTUFOVCVDNCU5NiZzdXJlbmFtZT0lQzUlQTAlQzQlOTYlQzUlQkQlQzQlOTZOSUVOJUM0JTk2JnBheWFtb3VudD0xOTk5JnBheWN1cnJlbmN5PUVVUg==',
    ss1: '5f1f338e392f2ebec97f3b67b3474041',
    ss2: 'fIe0IHfl2pNXo2g5Z_Ak78cLA6nOPtDeuM_CS7UaD3PMl5eCiQnJ1CCAuFCd3P-hx7jCmjstU4DjyH60grQMACdZcV7X9nMLHQUitL59k4CCNMLO7FQaes0FMCGxfnJ3kQoazDjS4LJ-CxZdZd1M7A6JeqaKpbRYA6OhNCcOvYEIIPkxYjHvLRxiJvduahsuaOPgpo1vnkvVQXLIh0PlopsLLmC8_xqh3tcFk7X3Snwve95dzRzZcRwFvw5TlpXAaNZ3l0eXeYeVkSluY3HLdqotBzW9iDK-MUBGrr_stku2GAdo390CoOQTi4D88EDjD0B4_JeHg6vjdsRZcfL-bQ==',
    ss3: 'Jbk_Dze92catYcMIn94UoqUbvMawT4QwuWK_ErVmbVcXUPIToDkha2HYKATUyBWMgyGWeP2HmtJlll0Yd2CvZ-YvUB6VlyU90w0a4aGmrqYQHFGdQiQdYBiqfA16WGchn4bNXBtqqBiotlu-4NXLMTwqHrOHFa89W22w6HZdjgu8FbNOgCB8fR5C9-JfZlPel3P0r9z2Z8L3iwippdqaD_j01AoQ_D28NmguiVLRYT51TijRf47p7Nxk-QMgrZG02hp3QqxTwe5o98yM9AkM1oyCVybInzO58ZIQk0TcS4OIHKJ_rcp7_SfdURN7bGz3gZxJSZUEhG5FsPALVuPOLA==' },
  { name: 'B3', password: 'p@ss+w/rd=&% ž',
    form: 'projectid=7&orderid=A%2BB%2FC%3DD%26E%3F%231&amount=1&currency=GEL&payment=card&test=0&version=1.6&paytext=100%25+%22nuolaida%22+%26+%3Cb%3Epica%3C%2Fb%3E+%2B+2%C3%97kava%3B+%27ok%27%21%28%2A%29%7E+%C3%BF%C3%BF%3F%3F%3E%3E%3E&status=2&requestid=903311276&payamount=1&paycurrency=GEL',
    data: 'cHJvamVjdGlkPTcmb3JkZXJpZD1BJTJCQiUyRkMlM0REJTI2RSUzRiUyMzEmYW1vdW50PTEmY3VycmVuY3k9R0VMJnBheW1lbnQ9Y2FyZCZ0ZXN0PTAmdmVyc2lvbj0xLjYmcGF5dGV4dD0xMDAlMjUrJTIybnVvbGFpZGElMjIrJTI2KyUzQ2IlM0VwaWNhJTNDJTJGYiUzRSslMkIrMiVDMyU5N2thdmElM0IrJTI3b2slMjclMjElMjglMkElMjklN0UrJUMzJUJGJUMzJUJGJTNGJTNGJTNFJTNFJTNFJnN0YXR1cz0yJnJlcXVlc3RpZD05MDMzMTEyNzYmcGF5YW1vdW50PTEmcGF5Y3VycmVuY3k9R0VM',
    ss1: '1ac1359cba33c5095888567f945da278',
    ss2: 'iHkphsm6sa_8pEdRdGgSgFt1VGdzS7-FEIBX7eRWePqAoHAPidPfqBDQujL_yD3k2WNrDaTnV63MW4WmdjVF3h4_NXMiiqWE2GoOxRcypMy93de0X2SBRobweoBX9JfT4h3Sm9TbJ3r8tSwdafTHkpmKP8-RDSzpVJNgaeU0Ozj5q_fNDbza-CJzp_XiIdwa9lNXVp4cBWO4mjZxeS_EUjMiv2jNyi776tl2uWYwIMlgf53T7t-DuXr8BFyOwKNdRRtmNI6TWkvFuphzUwg-coy58vBWU7biUSK7tNODBfCd2wdkVYDzgFARUDmV3QvXdKpPrfPH5OPgPaX7H1ZdtQ==',
    ss3: 'RO3xM5QtsObbajaacm_EZFncl3uoF0o-TgxcTd-U10rrgTflbg7lMRDQt9giwxyd2LpspM2rKuPsgSGCGky4Sl0K89yoHUZlIeMlgqlSEz6BnN-QmHHE7jkiW_-kD-3Z67gb5jZvba7RIzReZaduhJq6wzjB7Y00YoQF0JEPUQm9oqjv0JQXn2qt-Mw5TmNVBNE592V54UIPM6jnXZ-J4y7fwI0e2rD4tqPGaefxM7h8hSV8jyiGiEHaBYx0DuizZhlJFYdE0yeFBNzBCd_drU7SSofnzgMsfnvZ50QWi_AA9azKTdn6UHIpwzsmWtHIiX2yv5WL-tEYkFRR96ylcQ==' },
  { name: 'B4', password: '4f1d0c9a7be2436f8d5e6a1b2c3d4e5f',
    form: 'projectid=555123&orderid=INV-2025-0042&amount=2500&currency=EUR&payment=vb2&test=0&version=1.6&status=5&requestid=903311274&payamount=2500&paycurrency=EUR&refund_amount=1000&refund_currency=EUR&refund_commission_amount=0&refund_commission_currency=EUR&refund_timestamp=1767225600',
    data: 'cHJvamVjdGlkPTU1NTEyMyZvcmRlcmlkPUlOVi0yMDI1LTAwNDImYW1vdW50PTI1MDAmY3VycmVuY3k9RVVSJnBheW1lbnQ9dmIyJnRlc3Q9MCZ2ZXJzaW9uPTEuNiZzdGF0dXM9NSZyZXF1ZXN0aWQ9OTAzMzExMjc0JnBheWFtb3VudD0yNTAwJnBheWN1cnJlbmN5PUVVUiZyZWZ1bmRfYW1vdW50PTEwMDAmcmVmdW5kX2N1cnJlbmN5PUVVUiZyZWZ1bmRfY29tbWlzc2lvbl9hbW91bnQ9MCZyZWZ1bmRfY29tbWlzc2lvbl9jdXJyZW5jeT1FVVImcmVmdW5kX3RpbWVzdGFtcD0xNzY3MjI1NjAw',
    ss1: 'b438a84acdfeaadbb7c9436ebc5e1fa2',
    ss2: 'aANNBBcpal6UrKayn3uJk2dBH0VYbHA3lhF3c16ZpKib_9i6eaw94SXK51XljhFMmUxTOJLFgYL38oTKHdcNqJyiA9Mtoe4ZNDXNHsH80hekfQqlbX8VuJPnSCUSW17JijWv3SAzNli86zhjOkxghi0PbxtPh0Scrom9wLdDS9P3P5Pd5XvvKhcdv5Sb1r97OB0MnmoN912HLseVFsGyhJSuTyDXUVi_rhXR_E9Y2qSd_S8iiOUrMsRmrwkHTdkHMWBBm626RIUfj1dV8fTzbp6xCOQj3bWOxpHIuFV7zS9Jo2V7DnjaqgxOiNg6FSyB54GJlCKchWxCypBZepbeXw==',
    ss3: 'Uh7Hkwyyu7sjWOBT4c6hYYYNcWeXSjQ-t7ZQPwiK4MCmWQvoe-vOlBDvbagCefBZ26TSenJn6ELs4TUdcoZ5w0Z97ZduCjYIQz7U4_BIu5kj8EQL6QgbLtCB5x4MPkJiQ2Lznm3GSsgp8U5XtlXM-R25oMeTI-ZUYxPf1FPf2dqN10FTaSw-cG67BLqpGLQBtPnPz26Yy7HPJ8KYlycdJsPic6FgiyQALGTTmgTTeuKridp17Qc39LFiNEp8vbmw2sCZTG7QlPrIMUPMazmu8M1BUz79hiFME4A7tt1Nw8K4uL6Af397-6CENHFppuOV0eAP6rBUkMHzkf7fmOL4QA==' },
] as const

/** B1 with both amounts raised by a cent: none of B1's signatures fits. */
export const BN = { data: 'cHJvamVjdGlkPTU1NTEyMyZvcmRlcmlkPUlOVi0yMDI1LTAwNDImbGFuZz1lbmcmYW1vdW50PTI1MDEmY3VycmVuY3k9RVVSJmNvdW50cnk9TFQmcGF5bWVudD12YjImdGVzdD0wJnZlcnNpb249MS42Jm9yaWdpbmFsX3BheXRleHQ9JnBheXRleHQ9T3JkZXIrTm8lM0ErSU5WLTIwMjUtMDA0MithdCtodHRwcyUzQSUyRiUyRmt2aXQuZXhhbXBsZStwcm9qZWN0LislMjhTZWxsZXIlM0ErS3ZpdCtkZW1vJTI5JnBfZW1haWw9am9uYXMlNDBleGFtcGxlLm9yZyZzdGF0dXM9MSZyZXF1ZXN0aWQ9OTAzMzExMjc0Jm5hbWU9Sk9OQVMmc3VyZW5hbWU9Sk9OQUlUSVMmcGF5YW1vdW50PTI1MDEmcGF5Y3VycmVuY3k9RVVSJmFjY291bnQ9TFQwMDAwMDAwMDAwMDAwMDAwMDE=' } as const

export const SEALED = [
  { name: 'G1', password: '4f1d0c9a7be2436f8d5e6a1b2c3d4e5f', iv: '000102030405060708090a0b',
    key: '3466316430633961376265323433366638643565366131623263336434653566',
    form: 'projectid=555123&orderid=INV-2025-0042&amount=2500&currency=EUR&status=1&test=0&requestid=903311274&payamount=2500&paycurrency=EUR',
    data: 'AAECAwQFBgcICQoLO3BzfuvEqs9-J5KjrW6vRHXDGXVgbEYmxhwIl_U-6l9yqfFNd1iFCjlToRfAS5XglB1WMPMxnReTemEfU0K1OdeXV0VKTDqBhHUXFVqyRtsnILpiaSyH7IjXEmxNEg9QAvFyGZnfdqdpy7tPZKx9Bwm3OjrB2fUhEPY8mVJxrknaYMC_Vcptah0Bg6xdASMsaG4=' },
  { name: 'G2', password: '4f1d0c9a7be2436f8d5e6a1b2c3d4e5f', iv: 'a1b2c3d4e5f60718293a4b5c',
    key: '3466316430633961376265323433366638643565366131623263336434653566',
    form: 'projectid=555123&orderid=SF-0007&amount=1999&currency=EUR&status=1&test=1&paytext=S%C4%85skaita+%E2%80%93+a%C4%8Di%C5%AB%2C+%E1%83%9B%E1%83%90%E1%83%93%E1%83%9A%E1%83%9D%E1%83%91%E1%83%90',
    data: 'obLD1OX2BxgpOktc_MSaQNh6Zs18stz4W7TRgFRzCnIKbWtVbY1quYVIfwHzcj-fNAXmBSwm8f2XUjQXJkRzeJ0rRpZuoAqsE3v1W0fbVAEBpElRuZo8aoebBS2KZ5-9B33mVY3nvjlm27pCShPtboR8PTVqgxMf1v8WSwT3DT-PlWvHF8Sqy3m3UO6UlAKY9ysniKuWNJySwWqOCx_szpMRlGMrNvgc7kS2qow9BpU_C8X0nhAyA3ER5DumyZtM1AXkAnYgMq7uT_cPK8nXaH2f6iU-E7s=' },
  { name: 'G3', password: 'short-pass', iv: 'ffeeddccbbaa998877665544',
    key: '73686f72742d7061737300000000000000000000000000000000000000000000',
    form: 'projectid=7&orderid=A%2BB%2FC%3DD%26E%3F%231&amount=1&currency=GEL&status=2&test=0',
    data: '_-7dzLuqmYh3ZlVE5aGd9990wojYrDvh3t0UMxal6vE-mg6vLPS-rPMt_0bRTM6xJGoBSPTl6fuJxe5pG1WoF8CgzRHVbO0Y1beW7ejc_WtHJL-khEuYE2y3t-65bSqrFdwgYNGjMgRXwoGMhOg=' },
] as const

/** G1 with its last tag bit flipped. */
export const GN = { data: 'AAECAwQFBgcICQoLO3BzfuvEqs9-J5KjrW6vRHXDGXVgbEYmxhwIl_U-6l9yqfFNd1iFCjlToRfAS5XglB1WMPMxnReTemEfU0K1OdeXV0VKTDqBhHUXFVqyRtsnILpiaSyH7IjXEmxNEg9QAvFyGZnfdqdpy7tPZKx9Bwm3OjrB2fUhEPY8mVJxrknaYMC_Vcptah0Bg6xdASMsaG8=' } as const
