/** A refusal of Argo CD's API: the HTTP status, and the code of gRPC that its gateway adds. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What is answered to those who may not, and about what is not there. */
export const denied = (): ApiError => new ApiError(403, 7, 'permission denied');
