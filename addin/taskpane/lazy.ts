import { useEffect, useState } from 'preact/hooks';

/** A module that is fetched once it is wanted; null until it is there. A failed fetch is thrown where it is shown. */
export function useModule<Module>(load: () => Promise<Module>, isWanted = true): Module | null {
  const [module, setModule] = useState<Module | null>(null);
  useEffect(() => {
    if (!isWanted) return;
    load().then(
      (loaded) => setModule(() => loaded),
      (cause: unknown) =>
        setModule(() => {
          throw cause;
        }),
    );
  }, [isWanted]);
  return module;
}
