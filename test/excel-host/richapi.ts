import { type Api, ApiError, isRecorder, notFound, notSimulated } from './host-object.ts';

/** The JSON that office.js sends on `context.sync()`. */
export interface Batch {
  Actions: Action[];
  ObjectPaths: Record<string, ObjectPath>;
}
interface Action {
  Id: number;
  ActionType: number;
  Name?: string;
  ObjectPathId: number;
  ArgumentInfo?: ArgumentInfo;
  QueryInfo?: QueryInfo;
}
interface ObjectPath {
  ObjectPathType: number;
  Name: string;
  ParentObjectPathId?: number;
  ArgumentInfo?: ArgumentInfo;
}
interface ArgumentInfo {
  Arguments?: unknown[];
  ReferencedObjectPathIds?: (number | number[] | null)[];
}
interface QueryInfo {
  Select?: string[];
  Expand?: string[];
  Top?: number;
  Skip?: number;
}
export interface BatchResult {
  Results: { ActionId: number; Value: unknown }[];
  Error?: {
    Code: string;
    Message: string;
    Location: string | null;
    HttpStatusCode: number;
    ActionIndex: number;
  };
}

interface QueryTree {
  [name: string]: QueryTree;
}
type Resolve = (id: number) => object | null;
/** An object of the model, looked into by names that its allow-list holds. */
type Members = Record<string, unknown>;
interface Collection {
  $items(): readonly object[];
}

const PATH = { global: 1, newObject: 2, method: 3, property: 4, indexer: 5, reference: 6, none: 7 };
const ACTION = { instantiate: 1, query: 2, method: 3, setProperty: 4, trace: 5, ensureUnchanged: 8 };

/** `GetItem` on the wire is `getItem` to the programmer. */
const camel = (name: string): string =>
  name.replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, (letters) => letters.toLowerCase());
const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const apiOf = (target: object): Api => {
  const { api, name } = target.constructor as { api?: Api; name: string };
  return api ?? { name };
};
const isCollection = (target: object): target is Collection => '$items' in target;

/** Plays batches against a tree of objects. It knows nothing of Excel: their classes' `api` says what may be reached. */
export class RichApi {
  readonly #root: object;
  readonly #services: Record<string, object>;
  readonly #objects = new Map<string, object>();
  readonly #references = new Map<object, string>();
  #nextReference = 1;

  /** `services` are the objects that the client makes by type name, such as that of the custom functions. */
  constructor(root: object, services: Record<string, object> = {}) {
    this.#root = root;
    this.#services = services;
  }

  /** The objects that the client still refers to: they move along when cells shift. */
  tracked(): Iterable<object> {
    return this.#references.keys();
  }

  /** Stops at the first error and keeps what was done before it, as Excel does. */
  process(batch: Batch): BatchResult {
    const resolved = new Map<number, object | null>();
    const resolve: Resolve = (id) => {
      const known = resolved.get(id);
      if (known !== undefined) return known;
      const target = this.#resolvePath(batch.ObjectPaths[id], resolve);
      resolved.set(id, target);
      return target;
    };
    const results: BatchResult['Results'] = [];
    for (const [index, action] of batch.Actions.entries()) {
      try {
        results.push({ ActionId: action.Id, Value: this.#act(action, resolve) ?? null });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const { code, message, location = null } = error;
        return {
          Error: {
            Code: code,
            Message: message,
            Location: location,
            HttpStatusCode: 400,
            ActionIndex: index,
          },
          Results: results,
        };
      }
    }
    return { Results: results };
  }

  #resolvePath(path: ObjectPath | undefined, resolve: Resolve): object | null {
    if (!path) throw new ApiError('InvalidObjectPath');
    const { Name: name, ParentObjectPathId: parentId } = path;
    const parent = parentId ? resolve(parentId) : undefined;
    // Whatever hangs on a null object is a null object.
    if (parent === null || path.ObjectPathType === PATH.none) return null;
    const args = () => readArguments(path.ArgumentInfo, resolve);
    switch (path.ObjectPathType) {
      case PATH.global:
        return this.#root;
      case PATH.newObject: {
        const service = this.#services[name];
        if (!service) throw notSimulated(`new ${name}`);
        return service;
      }
      case PATH.reference: {
        const target = this.#objects.get(name);
        if (!target || '$deleted' in target) throw new ApiError('InvalidReference');
        return target;
      }
    }
    if (!parent) throw new ApiError('InvalidObjectPath');
    if (isRecorder(parent)) return parent.$child(recorderKey(parent.$name, path, args));
    switch (path.ObjectPathType) {
      case PATH.method:
        return asObject(callMethod(parent, name, args()), name);
      case PATH.property:
        return navigate(parent, camel(name));
      case PATH.indexer:
        if (!('$index' in parent)) throw notSimulated(`${apiOf(parent).name}[]`);
        return asObject((parent.$index as (...keys: unknown[]) => unknown)(...args()), name);
      default:
        throw notSimulated(`object path type ${path.ObjectPathType}`);
    }
  }

  #act(action: Action, resolve: Resolve): unknown {
    if (action.ActionType === ACTION.trace) return null;
    const target = resolve(action.ObjectPathId);
    switch (action.ActionType) {
      case ACTION.instantiate:
        return target && this.#identify(target);
      case ACTION.query:
        return target && this.#query(target, action.QueryInfo ?? {});
      case ACTION.ensureUnchanged:
        return null;
      case ACTION.method:
        return this.#call(target, action, resolve);
      case ACTION.setProperty: {
        if (target === null) throw notFound();
        const property = camel(action.Name ?? '');
        const value = action.ArgumentInfo?.Arguments?.[0];
        if (isRecorder(target)) target.$write(property, value);
        else if (apiOf(target).writable?.includes(property)) (target as Members)[property] = value;
        else throw notSimulated(`${apiOf(target).name}.${property}=`);
        return null;
      }
      default:
        throw notSimulated(`action type ${action.ActionType}`);
    }
  }

  #call(target: object | null, { Name: name = '', ArgumentInfo }: Action, resolve: Resolve): unknown {
    if (name === '_KeepReference') return target && this.#keep(target);
    if (target === null) throw notFound();
    const args = readArguments(ArgumentInfo, resolve);
    if (name === '_RemoveReference') {
      const kept = this.#objects.get(String(args[0]));
      if (kept) this.#references.delete(kept);
      this.#objects.delete(String(args[0]));
      return null;
    }
    if (/^_(Un)?[Rr]egister\w*$/.test(name)) return null;
    if (!isRecorder(target)) return callMethod(target, name, args);
    target.$call(camel(name), args);
    return null;
  }

  #keep(target: object): null {
    if (this.#references.has(target)) return null;
    const reference = `ref${this.#nextReference++}`;
    this.#objects.set(reference, target);
    this.#references.set(target, reference);
    return null;
  }

  /** By what the client addresses the object from then on. */
  #identify(target: object): Members {
    const identity = '$identity' in target ? (target.$identity as Members) : {};
    const reference = this.#references.get(target);
    return reference ? { ...identity, _ReferenceId: reference } : { ...identity };
  }

  #query(target: object, { Select, Expand, Top, Skip }: QueryInfo): Members {
    const tree: QueryTree = {};
    for (const path of [...(Select ?? []), ...(Expand ?? [])]) {
      let branch = tree;
      for (const part of path.split(/[/.]/)) branch = branch[camel(part)] ??= {};
    }
    return this.#project(target, orAll(tree), Skip, Top);
  }

  #project(target: object, tree: QueryTree, skip = 0, top = Infinity): Members {
    const out = this.#identify(target);
    if (isRecorder(target)) {
      for (const [name, branch] of Object.entries(tree)) {
        if (name === '*') for (const own of target.$names()) out[pascal(own)] = target.$read(own);
        else if (Object.keys(branch).length > 0)
          out[pascal(name)] = this.#project(target.$child(name), branch);
        else out[pascal(name)] = target.$read(name);
      }
      return out;
    }
    const { name, scalars = [], navs = [] } = apiOf(target);
    const members = target as Members;
    if (isCollection(target)) {
      const own = Object.keys(tree).filter((key) => scalars.includes(key));
      for (const key of own) out[pascal(key)] = members[key];
      const ofItems = Object.fromEntries(Object.entries(tree).filter(([key]) => !own.includes(key)));
      if (Object.keys(ofItems).length > 0)
        out['_Items'] = target
          .$items()
          .slice(skip, skip + top)
          .map((item) => this.#project(item, ofItems));
      return out;
    }
    for (const key of Object.keys(tree).flatMap((key) => (key === '*' ? scalars : [key]))) {
      if (scalars.includes(key)) out[pascal(key)] = members[key];
      else if (navs.includes(key)) {
        const child = members[key] as object | null;
        out[pascal(key)] = child && this.#project(child, orAll(tree[key] ?? {}));
      } else throw notSimulated(`${name}.${key}`);
    }
    return out;
  }
}

const orAll = (tree: QueryTree): QueryTree => (Object.keys(tree).length > 0 ? tree : { '*': {} });

/** Null stands for an argument that was left out. */
const readArguments = (info: ArgumentInfo | undefined, resolve: Resolve): unknown[] =>
  (info?.Arguments ?? []).map((argument, i) => {
    const reference = info?.ReferencedObjectPathIds?.[i];
    return typeof reference === 'number' && reference !== 0 ? resolve(reference) : (argument ?? undefined);
  });

function recorderKey(owner: string, { ObjectPathType, Name }: ObjectPath, args: () => unknown[]): string {
  if (ObjectPathType === PATH.property) return camel(Name);
  if (ObjectPathType === PATH.indexer || Name === 'GetItem' || Name === 'GetItemAt') return String(args()[0]);
  throw notSimulated(`${owner}.${camel(Name)}()`);
}

function callMethod(target: object, wireName: string, args: unknown[]): unknown {
  const name = camel(wireName);
  const api = apiOf(target);
  if (!api.methods?.includes(name)) throw notSimulated(`${api.name}.${name}()`);
  return ((target as Members)[name] as (...args: unknown[]) => unknown).apply(target, args);
}

function navigate(target: object, name: string): object {
  const api = apiOf(target);
  if (!api.navs?.includes(name)) throw notSimulated(`${api.name}.${name}`);
  return (target as Members)[name] as object;
}

function asObject(value: unknown, name: string): object | null {
  if (typeof value === 'object') return value;
  throw notSimulated(`the object that ${name} gives`);
}
