import { expose } from 'comlink';
import type { Hello, TrainingApi } from '../../../src/protocol/messages.ts';
import type { ServiceParts } from '../../../workers/training-service.ts';
import { createService, nextTask } from '../workers/harness.ts';

interface FakeWorkerOptions {
  readonly loads?: boolean;
  readonly parts?: Partial<ServiceParts>;
  /** What the worker says that it holds. */
  readonly lifeLock?: string;
}

/**
 * A worker without a thread: the real service behind a real message channel. It can crash, fall silent and fail to
 * load like a real one, and like a real one it never says so.
 */
export class FakeWorker extends EventTarget {
  readonly #channel = new MessageChannel();
  readonly calls: (keyof TrainingApi)[] = [];
  isTerminated = false;
  isSilent = false;

  constructor({ loads = true, parts = {}, lifeLock }: FakeWorkerOptions = {}) {
    super();
    const { port1, port2 } = this.#channel;
    port1.addEventListener('message', (event) => {
      if (!this.isSilent) this.dispatchEvent(new MessageEvent('message', { data: event.data as unknown }));
    });
    port1.start();
    if (loads) this.#serve(port2, parts, lifeLock);
    else queueMicrotask(() => this.dispatchEvent(new Event('error')));
  }

  #serve(port: MessagePort, parts: Partial<ServiceParts>, lifeLock: string | undefined): void {
    // A thread that was ended does not go on.
    const whileAlive = async (): Promise<void> => {
      await nextTask();
      if (this.isTerminated) await new Promise(() => undefined);
    };
    const { service } = createService(undefined, { nextTask: whileAlive, ...parts });
    const methods = [
      'ping',
      'configure',
      'command',
      'snapshot',
      'checkpoint',
      'evaluateOn',
      'setSpeed',
      'measureEngines',
      'measureEvaluation',
      'rows',
      'exportRows',
      'inspectSample',
      'ask',
      'look',
      'checkGradients',
      'landscape',
    ] as const;
    const record =
      (method: keyof TrainingApi) =>
      (...request: never[]): unknown => {
        this.calls.push(method);
        return (service[method] as (...request: never[]) => unknown)(...request);
      };
    const hello = async (): Promise<Hello> => {
      this.calls.push('hello');
      return { ...(await service.hello()), ...(lifeLock === undefined ? {} : { lifeLock }) };
    };
    expose({ hello, ...Object.fromEntries(methods.map((method) => [method, record(method)])) }, port);
    port.start();
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (!this.isTerminated) this.#channel.port1.postMessage(message, transfer as never);
  }

  crash(message = 'boom'): void {
    this.isSilent = true;
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }

  terminate(): void {
    this.isTerminated = true;
    this.isSilent = true;
    this.#channel.port1.close();
    this.#channel.port2.close();
  }
}
