const NAME = 'flextensie.token';

/** Where the token is remembered between two openings of the pane. */
export interface TokenStore {
  load(): string | null;
  /** Null forgets it. */
  save(token: string | null): void;
}

/**
 * Keeps the token in the browser's storage under the partition that Excel gives; where storage is blocked it is not
 * remembered. Never in the workbook, which is mailed around.
 */
export function createTokenStore(partition: string, getStorage: () => Storage): TokenStore {
  const name = `${partition}${NAME}`;
  const attempt = <Result>(work: (storage: Storage) => Result): Result | null => {
    try {
      return work(getStorage());
    } catch {
      return null;
    }
  };
  return {
    load: () => attempt((storage) => storage.getItem(name)),
    save: (token) => {
      attempt((storage) => (token === null ? storage.removeItem(name) : storage.setItem(name, token)));
    },
  };
}
