/** Workers of this thread: each speaks through a port, and counts how often it was ended. */
export function workersHere(begin: (port: MessagePort, index: number) => void) {
  const made: { ended: number; port: MessagePort }[] = [];
  const createWorker = (): Worker => {
    const { port1, port2 } = new MessageChannel();
    begin(port2, made.length);
    const entry = { ended: 0, port: port1 };
    Object.assign(port1, {
      terminate: () => {
        entry.ended++;
        port1.close();
        port2.close();
      },
    });
    made.push(entry);
    return port1 as unknown as Worker;
  };
  return { made, createWorker };
}
