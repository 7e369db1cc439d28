const CONTROLS = ['fluent-button', 'button', 'input', 'select', 'a[href]'];
const enabled = (prefix: string) => CONTROLS.map((name) => `${prefix} ${name}:not([disabled])`).join(', ');

/**
 * Keeps whoever works by keyboard in the pane: when the control that had the focus goes away, the main one in sight gets
 * it. On the web office.js handles Tab itself and, with the focus on nothing, hands it back to Excel.
 */
export function keepFocus(root: HTMLElement): void {
  let last: Element | null = null;
  document.addEventListener('focusin', ({ target }) => {
    last = target instanceof Element ? target : null;
  });
  new MutationObserver(() => {
    if (!last || !document.hasFocus() || document.activeElement !== document.body) return;
    if (last.isConnected && last.checkVisibility() && !last.hasAttribute('disabled')) return;
    findControl(root)?.focus({ preventScroll: true });
  }).observe(root, { childList: true, subtree: true, attributeFilter: ['hidden', 'disabled'] });
}

/** The main button in sight, else the first control; within the panel of the chosen tab where there is one. */
function findControl(root: HTMLElement): HTMLElement | undefined {
  const isShown = (element: HTMLElement) => element.checkVisibility();
  for (const place of ['[role=tabpanel]', ''])
    for (const selector of [`${place} fluent-button[appearance=primary]:not([disabled])`, enabled(place)]) {
      const found = [...root.querySelectorAll<HTMLElement>(selector)].find(isShown);
      if (found) return found;
    }
  return undefined;
}
