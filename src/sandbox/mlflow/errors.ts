/** What MLflow answers when it refuses: its codes, their HTTP status and the classes that go with them (`mlflow/exceptions.py`). */

const codes = {
  INVALID_PARAMETER_VALUE: [400, 'KAM00', 'INVALID_PARAMETER_VALUE'],
  BAD_REQUEST: [400, 'KAM00', 'INVALID_PARAMETER_VALUE'],
  RESOURCE_ALREADY_EXISTS: [400, 'KAM00', 'RESOURCE_ALREADY_EXISTS'],
  RESOURCE_DOES_NOT_EXIST: [404, 'KAM00', 'RESOURCE_NOT_FOUND'],
  INVALID_STATE: [500, 'XXM00', 'CLIENT_INTERNAL_ERROR'],
  INTERNAL_ERROR: [500, 'XXM00', 'CLIENT_INTERNAL_ERROR'],
} as const;

export type ErrorCode = keyof typeof codes;

/** A refusal in the form that every MLflow client knows. */
export class MlflowError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  get status(): number {
    return codes[this.code][0];
  }

  get body(): Readonly<Record<string, string>> {
    const [, sqlstate, errorClass] = codes[this.code];
    return { error_code: this.code, message: this.message, sqlstate, error_class: errorClass };
  }
}

/** An answer that is not JSON of the API: Flask's own pages. */
export class PageError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: 404 | 405, headers: Readonly<Record<string, string>> = {}) {
    super(status === 404 ? 'Not Found' : 'Method Not Allowed');
    this.status = status;
    this.headers = headers;
  }

  get body(): string {
    const why =
      this.status === 404
        ? 'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.'
        : 'The method is not allowed for the requested URL.';
    return `<!doctype html>\n<html lang=en>\n<title>${this.status} ${this.message}</title>\n<h1>${this.message}</h1>\n<p>${why}</p>\n`;
  }
}

/** A value that cannot be. */
export const invalid = (message: string): MlflowError => new MlflowError('INVALID_PARAMETER_VALUE', message);

/** What the tables do not take; the real one adds the statement that failed. */
export const unfit = (why: string): MlflowError =>
  new MlflowError('BAD_REQUEST', `(sqlite3.IntegrityError) ${why}`);

/** A thing that is not there. */
export const absent = (message: string): MlflowError => new MlflowError('RESOURCE_DOES_NOT_EXIST', message);
