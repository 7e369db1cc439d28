import { describe, expect, it } from 'vitest';
import { createTokenStore } from '../../../addin/taskpane/token-store.ts';

/** As much of the browser's storage as is asked for. */
function createStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (n) => [...items.keys()][n] ?? null,
    clear: () => items.clear(),
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: (name) => void items.delete(name),
  };
}

describe('remembering the token', () => {
  it('is per partition of the browser’s storage', () => {
    const storage = createStorage();
    createTokenStore('a', () => storage).save('flex_1');
    expect(createTokenStore('a', () => storage).load()).toBe('flex_1');
    expect(createTokenStore('b', () => storage).load()).toBeNull();
  });

  it('is forgotten with null', () => {
    const storage = createStorage();
    const store = createTokenStore('', () => storage);
    store.save('flex_1');
    store.save(null);
    expect(storage).toHaveLength(0);
  });

  it('goes without where the browser blocks storage', () => {
    const store = createTokenStore('', () => {
      throw new DOMException('blocked', 'SecurityError');
    });
    store.save('flex_1');
    expect(store.load()).toBeNull();
  });
});
