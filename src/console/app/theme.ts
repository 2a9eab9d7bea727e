import { theme as antdTheme } from 'antd'
import type { MappingAlgorithm, ThemeConfig } from 'antd'

const { darkAlgorithm, defaultAlgorithm } = antdTheme

const SANS =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
const MONO =
  "ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"

const shared = {
  fontFamily: SANS,
  fontFamilyCode: MONO,
  fontSize: 13,
  borderRadius: 4,
  borderRadiusLG: 6,
  borderRadiusSM: 3,
  controlHeight: 32,
  controlHeightSM: 24,
  wireframe: false,
}

/** The stock palette fails WCAG AA; these pass on their own background and on every surface used. */
const light = {
  colorPrimary: '#0958d9',
  colorPrimaryHover: '#003eb3',
  colorPrimaryActive: '#002c8c',
  colorInfo: '#0958d9',
  colorLink: '#0958d9',
  colorLinkHover: '#003eb3',
  colorSuccess: '#237804',
  colorWarning: '#ad4e00',
  colorError: '#cf1322',
  colorBgLayout: '#fbfbfc',
  colorBgBase: '#ffffff',
  colorBgContainer: '#ffffff',
  colorBgElevated: '#ffffff',
  colorText: 'rgba(0, 0, 0, 0.88)',
  colorTextSecondary: 'rgba(0, 0, 0, 0.65)',
  colorTextTertiary: 'rgba(0, 0, 0, 0.65)',
  colorTextDescription: 'rgba(0, 0, 0, 0.65)',
  colorTextPlaceholder: 'rgba(0, 0, 0, 0.55)',
  colorTextDisabled: 'rgba(0, 0, 0, 0.55)',
  colorBorder: '#c4cad2',
  colorBorderSecondary: '#e4e7eb',
  colorSplit: '#e4e7eb',
  colorFillQuaternary: '#f3f5f7',
  colorFillTertiary: '#eceff2',
}

const dark = {
  colorPrimary: '#1f6feb',
  colorInfo: '#78b0ff',
  colorLink: '#78b0ff',
  colorLinkHover: '#a8ccff',
  colorSuccess: '#7ac74f',
  colorWarning: '#f0a948',
  colorError: '#ff8078',
  colorBgLayout: '#141619',
  colorBgBase: '#141619',
  colorBgContainer: '#141619',
  colorBgElevated: '#1c1f24',
  colorText: 'rgba(255, 255, 255, 0.88)',
  colorTextSecondary: 'rgba(255, 255, 255, 0.65)',
  colorTextTertiary: 'rgba(255, 255, 255, 0.65)',
  colorTextDescription: 'rgba(255, 255, 255, 0.65)',
  colorTextPlaceholder: 'rgba(255, 255, 255, 0.6)',
  colorTextDisabled: 'rgba(255, 255, 255, 0.55)',
  colorBorder: '#454c55',
  colorBorderSecondary: '#2e333a',
  colorSplit: '#2e333a',
  colorFillQuaternary: '#1a1d22',
  colorFillTertiary: '#23272d',
}

const darkButton = {
  // White on the lightened red would be too faint to read, and so it would be on a lightened blue.
  dangerColor: dark.colorBgBase,
  colorPrimaryHover: '#1a60d0',
  colorPrimaryActive: '#1653b4',
  defaultHoverColor: dark.colorLinkHover,
  defaultHoverBorderColor: dark.colorLink,
  defaultActiveColor: dark.colorLink,
  defaultActiveBorderColor: dark.colorLink,
}

/** The class below which the theme's variables hold. */
export const themeKey = (isDark: boolean): string => (isDark ? 'amends-dark' : 'amends-light')

/** The algorithms derive each colour anew from the given one; these keep the given ones as they are. */
const inLight: MappingAlgorithm = (seed) => ({ ...defaultAlgorithm(seed), ...light })
const inDark: MappingAlgorithm = (seed) => ({ ...darkAlgorithm(seed), ...dark })

/** antd's theme for this page; our own CSS reads the same values as `--ant-…` variables. */
export function pageTheme(isDark: boolean, reducedMotion: boolean): ThemeConfig {
  return {
    algorithm: isDark ? inDark : inLight,
    hashed: false,
    cssVar: { prefix: 'ant', key: themeKey(isDark) },
    token: { ...shared, ...(isDark ? dark : light), motion: !reducedMotion },
    components: {
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        ...(isDark && darkButton),
      },
    },
  }
}
