import { accessDenied, type Api } from './host-object.ts';

/** Of a sheet. */
export class WorksheetProtection {
  static readonly api: Api = {
    name: 'WorksheetProtection',
    scalars: ['protected', 'options'],
    methods: ['protect', 'unprotect'],
  };
  protected = false;
  options: unknown = null;
  #password: string | undefined;

  protect(options: unknown = null, password?: string): void {
    if (this.protected) throw accessDenied();
    this.protected = true;
    this.options = options;
    this.#password = password;
  }
  unprotect(password?: string): void {
    if (this.protected && this.#password !== undefined && password !== this.#password) throw accessDenied();
    this.protected = false;
    this.#password = undefined;
  }
}

/** Of the workbook's structure: sheets cannot be added, removed or renamed. */
export class WorkbookProtection {
  static readonly api: Api = {
    name: 'WorkbookProtection',
    scalars: ['protected'],
    methods: ['protect', 'unprotect'],
  };
  protected = false;
  #password: string | undefined;

  protect(password?: string): void {
    if (this.protected) throw accessDenied();
    this.protected = true;
    this.#password = password;
  }
  unprotect(password?: string): void {
    if (this.protected && this.#password !== undefined && password !== this.#password) throw accessDenied();
    this.protected = false;
    this.#password = undefined;
  }
}
