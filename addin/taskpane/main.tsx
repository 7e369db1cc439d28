import { render, type VNode } from 'preact';
import { createClient, readWorkAccounts } from '../client.ts';
import { App } from './app.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { keepFocus } from './focus.ts';
import { partitionKey, waitForHost } from './office.ts';
import { today } from './periods.ts';
import { ElsewherePage, SilentPage } from './start-pages.tsx';
import { followTheme } from './theme.ts';
import { createTokenStore } from './token-store.ts';

/** In milliseconds; office.js takes about one second on an ordinary line. */
const PATIENCE = 4_000;

const root = document.getElementById('app');
if (!root) throw new Error('taskpane.html holds no #app');

const show = (page: VNode) => {
  root.querySelector('.starting')?.remove();
  followTheme();
  render(page, root);
};

keepFocus(root);
const silence = setTimeout(() => show(<SilentPage />), PATIENCE);
// Asked while office.js is on its way.
const asked = readWorkAccounts(location.origin);
const host = await waitForHost();
clearTimeout(silence);
const workAccounts = host === 'excel' ? await asked : null;
show(
  host === 'elsewhere' ? (
    <ElsewherePage />
  ) : (
    <ErrorBoundary>
      <App
        store={createTokenStore(partitionKey(), () => localStorage)}
        connect={(credential) => createClient(location.origin, credential)}
        workAccounts={workAccounts}
        today={today(new Date())}
      />
    </ErrorBoundary>
  ),
);
