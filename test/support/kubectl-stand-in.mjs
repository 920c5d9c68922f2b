#!/usr/bin/env node
// Stands in for kubectl in tests: there is no cluster here, and none can be made. It speaks kubectl's command line and
// prints its words (taken from kubectl 1.32); the relay is a plain one to a port of this machine.
import { connect, createServer } from 'node:net';

const words = process.argv.slice(2);
const options = words.filter((word) => word.startsWith('--'));
const [verb, ...rest] = words.filter((word) => !word.startsWith('--'));

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

if (options.includes('--context=nope')) {
  fail('Error in configuration: context was not found for specified context: nope');
}
if (verb === 'config') process.stdout.write('kind\nstaging\n');
else if (verb === 'get') {
  const names = { namespaces: ['namespace/default', 'namespace/shop'] };
  names.pods = ['pod/shop-0', 'pod/cart-0'];
  names.deployments = ['deployment.apps/shop'];
  names.services = ['service/shop'];
  process.stdout.write(`${(names[rest[0]] ?? []).join('\n')}\n`);
} else if (verb === 'port-forward') forward(...rest);
else fail(`error: unknown command "${verb}" for "kubectl"`);

function forward(target, ports) {
  if (target === 'pod/nope') fail('Error from server (NotFound): pods "nope" not found');
  if (target === 'pod/pending') {
    fail('error: unable to forward port because pod is not running. Current status=Pending');
  }
  if (target === 'pod/forbidden') {
    fail(
      'error: error upgrading connection: pods "forbidden" is forbidden: User "u" cannot create resource "pods/portforward" in API group "" in the namespace "default"',
    );
  }
  const [local, remote] = ports.split(':').map(Number);
  const server = createServer((socket) => {
    process.stdout.write(`Handling connection for ${local}\n`);
    const upstream = connect(remote, '127.0.0.1');
    socket.on('error', () => upstream.destroy());
    upstream.on('error', (error) => {
      socket.destroy();
      process.stderr.write(
        `E1122 10:00:00.000000 1 portforward.go:424] "Unhandled Error" err="an error occurred forwarding ${local} -> ${remote}: error forwarding port ${remote} to pod 1: failed to connect to localhost:${remote} inside namespace: dial tcp4 127.0.0.1:${remote}: connect: connection refused (${error.message})"\nerror: lost connection to pod\n`,
        () => process.exit(1),
      );
    });
    socket.pipe(upstream).pipe(socket);
  });
  server.on('error', () => {
    fail(
      `Unable to listen on port ${local}: Listeners failed to create with the following errors: [unable to create listener: Error listen tcp4 127.0.0.1:${local}: bind: address already in use]\nerror: unable to listen on any of the requested ports: [{${local} ${remote}}]`,
    );
  });
  server.listen(local, '127.0.0.1', () => {
    process.stdout.write(`Forwarding from 127.0.0.1:${local} -> ${remote}\n`);
  });
}
