import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/** A tunnel to a port of this machine that can fail in the ways tunnels do. */
export class Relay {
  readonly port: number;
  readonly #server: Server;
  readonly #pairs = new Set<readonly [near: Socket, far: Socket]>();
  #isUp = true;
  #isStalled = false;
  /** How many more bytes the far side may send before the tunnel drops. */
  #left = Number.POSITIVE_INFINITY;

  private constructor(server: Server, port: number, target: () => number) {
    this.#server = server;
    this.port = port;
    server.on('connection', (near) => this.#connected(near, target()));
  }

  static open(target: () => number): Promise<Relay> {
    const server = createServer();
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        const port = typeof address === 'object' && address ? address.port : 0;
        resolve(new Relay(server, port, target));
      });
    });
  }

  /** Drops what is connected; new connections are taken and closed, as a tunnel without its far end does. */
  cut(): void {
    this.#isUp = false;
    for (const [near, far] of this.#pairs) {
      near.destroy();
      far.destroy();
    }
  }

  /** Drops after so many more bytes of the far side. */
  cutAfter(bytes: number): void {
    this.#left = bytes;
  }

  /** Says nothing any more, and closes nothing. */
  stall(): void {
    this.#isStalled = true;
  }

  mend(): void {
    this.#isUp = true;
    this.#isStalled = false;
    this.#left = Number.POSITIVE_INFINITY;
  }

  /** Bytes that the far side never sent. */
  inject(bytes: string): void {
    for (const [near] of this.#pairs) near.write(bytes);
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #connected(near: Socket, port: number): void {
    near.on('error', () => {});
    if (!this.#isUp) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    far.on('error', () => near.destroy());
    near.on('data', (chunk: Buffer) => {
      if (!this.#isStalled) far.write(chunk);
    });
    far.on('data', (chunk: Buffer) => this.#fromFar(near, chunk));
    near.on('close', () => far.destroy());
    far.on('close', () => {
      this.#pairs.delete(pair);
      if (!this.#isStalled) near.destroy();
    });
  }

  #fromFar(near: Socket, chunk: Buffer): void {
    if (this.#isStalled) return;
    near.write(chunk.subarray(0, this.#left));
    this.#left -= chunk.length;
    if (this.#left <= 0) this.cut();
  }
}
