import { createTheme, Input } from '@mantine/core'
import type { MantineColorsTuple } from '@mantine/core'

const AMBER: MantineColorsTuple = [
  '#fff8e8', '#fdeecb', '#fade9b', '#f7cd69', '#f5bf47', '#f2b233', '#dd9c1c', '#a8720c', '#875a08', '#5f3f06',
]

// Paper and ink: greys with a little warmth, from the lightest to the darkest.
const PAPER: MantineColorsTuple = [
  '#fbfaf7', '#f5f2ed', '#ebe7e0', '#dedad1', '#c9c3b8', '#a39c90', '#7a7368', '#5d574e', '#3d3932', '#26231e',
]
const NIGHT: MantineColorsTuple = [
  '#ece7df', '#cfc9bf', '#aca599', '#827b70', '#57514a', '#3d3832', '#2a2622', '#1f1c19', '#171513', '#100e0d',
]

const FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Georgian', 'Noto Sans Armenian', sans-serif"

export const theme = createTheme({
  primaryColor: 'amber',
  primaryShade: 5,
  autoContrast: true,
  white: '#ffffff',
  black: '#1d1a16',
  colors: { amber: AMBER, gray: PAPER, dark: NIGHT },
  defaultRadius: 8,
  radius: { sm: '4px', md: '8px', lg: '12px' },
  fontFamily: FONTS,
  headings: { fontFamily: FONTS, fontWeight: '650' },
  fontSizes: { xs: '13px', sm: '14px', md: '15px', lg: '17px', xl: '20px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    InputWrapper: Input.Wrapper.extend({ defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } }),
  },
})
