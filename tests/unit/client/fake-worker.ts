import { expose } from 'comlink';
import type { TrainingApi } from '../../../src/protocol/messages.ts';
import { createService } from '../workers/harness.ts';

/**
 * A worker without a thread: the real service behind a real message channel. It can crash, fall silent and fail to
 * load like a real one, and like a real one it never says so.
 */
export class FakeWorker extends EventTarget {
  readonly #channel = new MessageChannel();
  readonly calls: (keyof TrainingApi)[] = [];
  isTerminated = false;
  isSilent = false;

  constructor({ loads = true }: { loads?: boolean } = {}) {
    super();
    const { port1, port2 } = this.#channel;
    port1.addEventListener('message', (event) => {
      if (!this.isSilent) this.dispatchEvent(new MessageEvent('message', { data: event.data as unknown }));
    });
    port1.start();
    if (loads) this.#serve(port2);
    else queueMicrotask(() => this.dispatchEvent(new Event('error')));
  }

  #serve(port: MessagePort): void {
    const { service } = createService();
    const methods = [
      'hello',
      'configure',
      'command',
      'snapshot',
      'checkpoint',
      'evaluateOn',
      'setSpeed',
      'measureEngines',
      'landscape',
    ] as const;
    const record =
      (method: keyof TrainingApi) =>
      (...request: never[]): unknown => {
        this.calls.push(method);
        return (service[method] as (...request: never[]) => unknown)(...request);
      };
    expose(Object.fromEntries(methods.map((method) => [method, record(method)])), port);
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
