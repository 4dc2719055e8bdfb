import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/**
 * Every colour, size and face of the admin page. Components use these names only (`var(--s-…)`), never a raw colour.
 * All pairs of text and ground below have a contrast of at least 4.5:1, borders of controls at least 3:1 (WCAG 2.2 AA).
 */
const palette = {
  light: {
    surface: '#ffffff',
    sunken: '#f6f6f8',
    raised: '#ffffff',
    hover: '#f1f1f4',
    selected: '#edf1fe',
    border: '#e3e3e8',
    control: '#8d8d97',
    text: '#1a1a1f',
    muted: '#56565f',
    faint: '#6b6b75',
    accent: '#2f55d4',
    'accent-hover': '#2747b8',
    'accent-text': '#2a4cc4',
    ok: '#177245',
    'ok-ground': '#e8f5ee',
    warn: '#8a5300',
    'warn-ground': '#fdf3d9',
    bad: '#c0282d',
    'bad-ground': '#fdeeee',
    info: '#0b6a86',
    'info-ground': '#e5f4f8',
    idle: '#5c5c66',
    'idle-ground': '#efeff2',
    shadow: 'rgb(20 20 30 / 12%)',
    scrim: 'rgb(20 20 30 / 32%)',
  },
  dark: {
    surface: '#161719',
    sunken: '#101113',
    raised: '#1c1d20',
    hover: '#1f2023',
    selected: '#1c2440',
    border: '#2a2b30',
    control: '#6b6b76',
    text: '#ececef',
    muted: '#a9a9b4',
    faint: '#8e8e99',
    accent: '#4367e6',
    'accent-hover': '#3558d4',
    'accent-text': '#9fb4ff',
    ok: '#5cc994',
    'ok-ground': '#14291f',
    warn: '#f0b13c',
    'warn-ground': '#2d2310',
    bad: '#ff8f8c',
    'bad-ground': '#381a1b',
    info: '#62c3de',
    'info-ground': '#11282f',
    idle: '#a9a9b4',
    'idle-ground': '#26272b',
    shadow: 'rgb(0 0 0 / 50%)',
    scrim: 'rgb(0 0 0 / 56%)',
  },
} as const;

/** The filled ground of a dangerous button; white text on it in both schemes. */
const danger = '#c0282d';

const accent: MantineColorsTuple = [
  '#edf1fe',
  '#d8e0fc',
  '#b3c3fa',
  '#9fb4ff',
  '#7390f2',
  '#4367e6',
  '#2f55d4',
  '#2747b8',
  '#20399a',
  '#1a2f7d',
];

function ownVariables(colors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(colors).map(([name, value]) => [`--s-${name}`, value]));
}

/** Mantine's own colour roles, told in our tokens, so that its components sit in the same palette. */
const mantineRoles = {
  '--mantine-color-body': 'var(--s-surface)',
  '--mantine-color-text': 'var(--s-text)',
  '--mantine-color-bright': 'var(--s-text)',
  '--mantine-color-dimmed': 'var(--s-muted)',
  '--mantine-color-placeholder': 'var(--s-faint)',
  '--mantine-color-anchor': 'var(--s-accent-text)',
  '--mantine-color-error': 'var(--s-bad)',
  '--mantine-color-success': 'var(--s-ok)',
  '--mantine-color-default': 'var(--s-raised)',
  '--mantine-color-default-hover': 'var(--s-hover)',
  '--mantine-color-default-color': 'var(--s-text)',
  '--mantine-color-default-border': 'var(--s-border)',
  '--mantine-color-disabled': 'var(--s-hover)',
  '--mantine-color-disabled-color': 'var(--s-faint)',
  '--mantine-color-disabled-border': 'var(--s-border)',
  '--mantine-color-accent-filled': 'var(--s-accent)',
  '--mantine-color-accent-filled-hover': 'var(--s-accent-hover)',
  '--mantine-color-accent-light': 'var(--s-selected)',
  '--mantine-color-accent-light-hover': 'var(--s-hover)',
  '--mantine-color-accent-light-color': 'var(--s-accent-text)',
  '--mantine-color-accent-outline': 'var(--s-accent-text)',
  '--mantine-color-red-filled': danger,
  '--mantine-color-red-filled-hover': '#a52126',
  '--mantine-color-red-light': 'var(--s-bad-ground)',
  '--mantine-color-red-light-hover': 'var(--s-bad-ground)',
  '--mantine-color-red-light-color': 'var(--s-bad)',
  '--mantine-color-gray-light': 'var(--s-hover)',
  '--mantine-color-gray-light-hover': 'var(--s-hover)',
  '--mantine-color-gray-light-color': 'var(--s-muted)',
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--s-control-height': '32px',
    '--s-row-height': '44px',
    '--s-bar-height': '52px',
    '--s-rail-width': '216px',
    '--s-rail-width-small': '56px',
    '--s-reading-width': '1280px',
    '--s-narrow-width': '880px',
    '--s-gutter': 'clamp(16px, 2.4vw, 32px)',
    '--s-motion': '120ms',
    '--s-mono': 'ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  },
  light: { ...ownVariables(palette.light), ...mantineRoles },
  dark: { ...ownVariables(palette.dark), ...mantineRoles },
});

const sizes = { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' };
const control = { root: { '--button-height': 'var(--s-control-height)', '--button-padding-x': '12px' } };
const noMotionOver = { transitionProps: { duration: 120 } };

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 5 },
  colors: { accent },
  black: palette.light.text,
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", sans-serif',
  fontFamilyMonospace: 'var(--s-mono)',
  fontSizes: sizes,
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '8px', xl: '8px' },
  defaultRadius: 'md',
  shadows: {
    xs: 'none',
    sm: '0 1px 2px var(--s-shadow)',
    md: '0 4px 16px var(--s-shadow)',
    lg: '0 4px 16px var(--s-shadow)',
    xl: '0 8px 32px var(--s-shadow)',
  },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
      h4: { fontSize: '14px', lineHeight: '20px' },
      h5: { fontSize: '14px', lineHeight: '20px' },
      h6: { fontSize: '12px', lineHeight: '16px' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: {
      vars: (_theme: unknown, props: { size?: string }) => (props.size === undefined ? control : { root: {} }),
    },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 32 } },
    Checkbox: { defaultProps: { size: 'xs' } },
    DrawerRoot: { defaultProps: { ...noMotionOver, position: 'right', padding: 0 } },
    DrawerOverlay: { defaultProps: { backgroundOpacity: 0.2 } },
    Drawer: {
      defaultProps: { ...noMotionOver, position: 'right', padding: 0, overlayProps: { backgroundOpacity: 0.24 } },
    },
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    Menu: { defaultProps: { ...noMotionOver, shadow: 'md', withinPortal: true } },
    Modal: {
      defaultProps: { ...noMotionOver, centered: true, zIndex: 210, overlayProps: { backgroundOpacity: 0.32 } },
    },
    Popover: { defaultProps: { ...noMotionOver, shadow: 'md' } },
    Select: { defaultProps: { comboboxProps: noMotionOver, allowDeselect: false } },
    Tooltip: { defaultProps: { transitionProps: { duration: 80 }, openDelay: 300, withArrow: false } },
  },
});
