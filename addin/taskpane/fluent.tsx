import '@fluentui/web-components/button/define.js';
import '@fluentui/web-components/progress-bar/define.js';
import '@fluentui/web-components/tab/define.js';
import '@fluentui/web-components/tablist/define.js';
import { type ComponentChildren, h } from 'preact';

/* The Fluent elements that the pane uses, typed. Preact sets their properties and listens to their events. */

interface ButtonProps {
  children: ComponentChildren;
  onClick?: () => void;
  primary?: boolean;
  submit?: boolean;
  disabled?: boolean;
}

export const Button = ({ children, onClick, primary, submit, disabled }: ButtonProps) =>
  h(
    'fluent-button',
    {
      // The element says so too, but only through internals that not every helper program reads.
      role: 'button',
      type: submit ? 'submit' : 'button',
      appearance: primary ? 'primary' : undefined,
      disabled: disabled ?? false,
      onClick,
    },
    children,
  );

/** `done` of `total`; without a total it only shows that something goes on. */
export const ProgressBar = ({ label, done, total }: { label: string; done: number; total: number }) =>
  h('fluent-progress-bar', {
    role: 'progressbar',
    'aria-label': label,
    thickness: 'large',
    ...(total > 1 ? { value: done, max: total } : {}),
  });

interface TabsProps<Name extends string> {
  label: string;
  tabs: readonly { name: Name; label: string }[];
  active: Name;
  onChange: (name: Name) => void;
}

/** Each tab shows the panel with the id `panel-` and its name. */
export const Tabs = <Name extends string>({ label, tabs, active, onChange }: TabsProps<Name>) =>
  h(
    'fluent-tablist',
    {
      'aria-label': label,
      size: 'small',
      activeid: `tab-${active}`,
      onChange: (event: Event) => {
        const { activeid } = event.currentTarget as HTMLElement & { activeid: string };
        const chosen = tabs.find(({ name }) => `tab-${name}` === activeid);
        if (chosen && chosen.name !== active) onChange(chosen.name);
      },
    },
    tabs.map(({ name, label: text }) =>
      h('fluent-tab', { key: name, id: `tab-${name}`, 'aria-controls': `panel-${name}` }, text),
    ),
  );
