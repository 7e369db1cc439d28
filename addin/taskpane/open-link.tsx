import type { ComponentChildren, VNode } from 'preact';
import { Button } from './fluent.tsx';
import { canOpenBrowser, openBrowser } from './office.ts';

interface OpenLinkProps {
  /** Absolute. */
  url: string;
  primary?: boolean;
  onOpened?: () => void;
  children: ComponentChildren;
}

/** Opens an address in the user's browser, in the click itself: through Excel where that can, else as a link. */
export const OpenLink = ({ url, primary, onOpened, children }: OpenLinkProps): VNode =>
  canOpenBrowser() ? (
    <Button
      {...(primary ? { primary } : {})}
      onClick={() => {
        openBrowser(url);
        onOpened?.();
      }}
    >
      {children}
    </Button>
  ) : (
    <a
      class={primary ? 'button-link' : 'button-link plain'}
      href={url}
      target="_blank"
      rel="noopener"
      onClick={() => setTimeout(() => onOpened?.())}
    >
      {children}
    </a>
  );
