/** Our tokens as a Mantine theme: Mantine draws, the tokens decide. */
import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';
import { dark, light, paletteVariables, type Palette } from './tokens.ts';

const sard: MantineColorsTuple = [
  '#FBEFEA',
  '#F6DCD0',
  '#F0C0AB',
  '#EEA584',
  '#F0885F',
  '#CE6238',
  '#A8431F',
  '#A8431F',
  '#8F3819',
  '#6E2A12',
];

/** Buttons take their colours from the tokens whatever shade Mantine would have chosen. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const plain = { hoverColor: 'var(--sx-text)', border: '1px solid transparent' };
  switch (input.variant) {
    case 'filled':
      return {
        background: 'var(--sx-accent)',
        hover: 'var(--sx-accent-hover)',
        color: 'var(--sx-on-accent)',
        hoverColor: 'var(--sx-on-accent)',
        border: '1px solid transparent',
      };
    case 'default':
      return {
        ...plain,
        background: 'var(--sx-surface)',
        hover: 'var(--sx-hover)',
        color: 'var(--sx-text)',
        border: '1px solid var(--sx-control)',
      };
    case 'subtle':
    case 'transparent':
      return { ...plain, background: 'transparent', hover: 'var(--sx-hover)', color: 'var(--sx-text)' };
    case 'light':
      return {
        ...plain,
        background: 'var(--sx-selected)',
        hover: 'var(--sx-hover)',
        color: 'var(--sx-text)',
      };
    default:
      return defaultVariantColorsResolver(input);
  }
};

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  colors: { sard },
  primaryColor: 'sard',
  primaryShade: { light: 6, dark: 4 },
  defaultRadius: 6,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { md: '1.45' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '1.3' },
      h2: { fontSize: '16px', lineHeight: '1.4' },
      h3: { fontSize: '14px', lineHeight: '1.45' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  variantColorResolver,
  components: {
    Button: { defaultProps: { size: 'compact-md', variant: 'default', fw: 500 } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 28 } },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm', autosize: true, minRows: 3, maxRows: 16 } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    NativeSelect: { defaultProps: { size: 'sm' } },
    Checkbox: { defaultProps: { size: 'sm' } },
    // Within the landmark that opens it, and without a place of its own for the focus, which is no item of a menu.
    Menu: {
      defaultProps: {
        withinPortal: false,
        floatingStrategy: 'fixed',
        withInitialFocusPlaceholder: false,
        shadow: 'md',
        transitionProps: { duration: 80 },
      },
    },
    Tooltip: {
      defaultProps: {
        openDelay: 400,
        transitionProps: { duration: 80 },
        events: { hover: true, focus: true, touch: false },
      },
    },
    Modal: {
      defaultProps: {
        transitionProps: { duration: 100 },
        overlayProps: { backgroundOpacity: 0.4 },
        centered: true,
      },
    },
    Drawer: {
      defaultProps: { transitionProps: { duration: 100 }, overlayProps: { backgroundOpacity: 0.25 } },
    },
  },
});

function schemeVariables(palette: Palette, isDark: boolean): Record<string, string> {
  return {
    ...paletteVariables(palette),
    '--sx-hover': isDark ? '#2D2722' : '#F3EEE7',
    '--sx-selected': isDark ? '#38271F' : '#FAEFE9',
    '--sx-shadow': isDark ? '0 6px 24px rgb(0 0 0 / 50%)' : '0 6px 24px rgb(60 40 20 / 16%)',
    '--mantine-color-body': palette.surface,
    '--mantine-color-text': palette.text,
    '--mantine-color-bright': palette.text,
    '--mantine-color-dimmed': palette.quiet,
    '--mantine-color-placeholder': palette.quiet,
    '--mantine-color-anchor': palette.accent,
    '--mantine-color-error': palette.bad,
    '--mantine-color-default': palette.surface,
    '--mantine-color-default-color': palette.text,
    '--mantine-color-default-border': palette.control,
    '--mantine-color-default-hover': isDark ? '#2D2722' : '#F3EEE7',
    '--mantine-primary-color-filled': palette.accent,
    '--mantine-primary-color-filled-hover': palette.accentHover,
    '--mantine-primary-color-contrast': palette.onAccent,
    '--mantine-color-disabled': isDark ? '#2D2722' : '#EFEAE3',
    '--mantine-color-disabled-color': palette.quiet,
    '--mantine-color-disabled-border': palette.line,
    '--mantine-shadow-md': 'var(--sx-shadow)',
    '--mantine-shadow-xl': 'var(--sx-shadow)',
  };
}

/** The tokens and Mantine's own variables in both schemes, as MantineProvider wants them. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: schemeVariables(light, false),
  dark: schemeVariables(dark, true),
});
