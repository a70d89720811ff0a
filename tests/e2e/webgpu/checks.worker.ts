import { checks } from './checks.ts';

type CheckName = keyof typeof checks;

interface Order {
  readonly name: CheckName;
  readonly argument: never;
}

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  Promise.resolve(checks[data.name](data.argument)).then(
    (value: unknown) => postMessage({ ok: true, value }),
    (error: unknown) => postMessage({ ok: false, message: String(error) }),
  );
});
