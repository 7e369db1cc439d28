import { webDarkTheme, webLightTheme } from '@fluentui/tokens';
import { setTheme } from '@fluentui/web-components/theme/set-theme.js';
import { isDarkTheme } from './office.ts';

/** Follows Excel's theme where it tells it, else the system's, also when that changes. */
export function followTheme(): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const dark = ('Office' in window ? isDarkTheme() : undefined) ?? system.matches;
    setTheme(dark ? webDarkTheme : webLightTheme);
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  };
  system.addEventListener('change', apply);
  apply();
}
