import { expect, test } from 'vitest';
import { SideChannel } from '../../../src/adapter/side-channel.ts';
import { TargetState } from '../../../src/adapter/target-state.ts';
import { CancelledError } from '../../../src/base/cancellation.ts';
import { RpcClient } from '../../../src/delve/rpc-client.ts';
import { JsonRpcConnection } from '../../../src/delve/json-rpc.ts';
import { Socket } from 'node:net';

const log = { warn() {} };

function stoppedChannel(): { readonly state: TargetState; readonly channel: SideChannel } {
  const state = new TargetState();
  const rpc = new RpcClient(new JsonRpcConnection(new Socket()));
  const channel = new SideChannel(rpc, state, log);
  state.stopped(1);
  return { state, channel };
}

/** A call that ends when told to. */
function pendingCall(): { readonly call: () => Promise<string>; finish(): void } {
  let finish: () => void = () => {};
  const done = new Promise<string>((resolve) => (finish = () => resolve('done')));
  return { call: () => done, finish: () => finish() };
}

test('calls run one after the other', async () => {
  const { channel } = stoppedChannel();
  const order: number[] = [];
  const first = pendingCall();
  const one = channel.run(first.call).then(() => order.push(1));
  const two = channel.run(async () => order.push(2));
  first.finish();
  await Promise.all([one, two]);
  expect(order).toEqual([1, 2]);
});

test('settling waits for the call in flight and refuses those behind it', async () => {
  const { channel, state } = stoppedChannel();
  const first = pendingCall();
  const flying = channel.run(first.call);
  const queued = channel.run(async () => 'never');
  await Promise.resolve();
  let isSettled = false;
  const settling = channel.settle().then(() => (isSettled = true));
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isSettled).toBe(false);
  first.finish();
  expect(await flying).toBe('done');
  await expect(queued).rejects.toThrow(CancelledError);
  await settling;
  state.running();
  await expect(channel.run(async () => 'never')).rejects.toThrow(CancelledError);
});

test('what is read ahead of a stop comes before all that is queued, and settling waits for it', async () => {
  const { channel, state } = stoppedChannel();
  await channel.settle();
  state.running();
  const first = pendingCall();
  const order: string[] = [];
  const ahead = channel.ahead(first.call).then(() => order.push('ahead'));
  state.stopped(1);
  const queued = channel.run(async () => order.push('queued'));
  const settling = queued.then(() => channel.settle()).then(() => order.push('settled'));
  first.finish();
  await Promise.all([ahead, queued, settling]);
  expect(order).toEqual(['ahead', 'queued', 'settled']);
  const late = pendingCall();
  const flying = channel.ahead(late.call).then(() => order.push('flying'));
  const end = channel.settle().then(() => order.push('end'));
  late.finish();
  await Promise.all([flying, end]);
  expect(order.slice(-2)).toEqual(['flying', 'end']);
});

test('the next stop opens the gate in a new generation', async () => {
  const { channel, state } = stoppedChannel();
  await channel.settle();
  state.running();
  state.stopped(7);
  expect(state.generation).toBe(2);
  expect(state.stoppedGoroutine).toBe(7);
  expect(await channel.run(async () => 'again')).toBe('again');
});

test('a refused resume opens it again', async () => {
  const { channel, state } = stoppedChannel();
  await channel.settle();
  state.running();
  state.stoodStill();
  expect(await channel.run(async () => 'again')).toBe('again');
});

test('after the end nothing is called', async () => {
  const { channel, state } = stoppedChannel();
  state.ended();
  await expect(channel.run(async () => 'never')).rejects.toThrow(CancelledError);
  state.stopped(1);
  expect(state.phase).toBe('ended');
});
