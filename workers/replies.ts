import type { Failure, FailureCode, Reply } from '../src/protocol/reply.ts';

export function accept<T>(value: T): Promise<Reply<T>> {
  return Promise.resolve({ ok: true, value });
}

/** `message` is a sentence for the user. */
export function failure(code: FailureCode, message: string): Failure {
  return { ok: false, code, message };
}

export function refuse(code: FailureCode, message: string): Promise<Failure> {
  return Promise.resolve(failure(code, message));
}
