import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { expect } from 'vitest';
import { isEvent, isRequest, isResponse, objectOf } from '../../src/dap/messages.ts';
import { adapterEvent } from '../../src/protocol/debug-session.ts';
import type { DapClient } from './dap-client.ts';
import { ROOT } from './dap-client.ts';

const FOLDER = resolve(ROOT, 'test/integration/conversations');

/**
 * Compares the conversation so far with `conversations/NAME.txt`. Ids, ports, paths and times are normalised. A
 * mismatch leaves `NAME.actual` beside it; `UPDATE=1` rewrites the file.
 */
export function checkConversation(client: DapClient, name: string): void {
  const actual = `${transcript(client).join('\n')}\n`;
  const file = resolve(FOLDER, `${name}.txt`);
  const actualFile = resolve(FOLDER, `${name}.actual`);
  if (process.env['UPDATE'] === '1' || !existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
  }
  const expected = readFileSync(file, 'utf8');
  if (actual === expected) rmSync(actualFile, { force: true });
  else writeFileSync(actualFile, actual);
  expect(actual).toBe(expected);
}

/** One line a message: `→` from the client, `←` from the adapter. Output in a row is joined by kind. */
function transcript(client: DapClient): string[] {
  const lines: string[] = [];
  // Two pipes and a socket: their order among each other is nobody's promise.
  const output = new Map<string, string>();
  const flush = (): void => {
    for (const category of [...output.keys()].toSorted()) {
      const text = JSON.stringify(normal(output.get(category) ?? ''));
      lines.push(`← event output ${category} ${text}`);
    }
    output.clear();
  };
  for (const { from, message } of client.conversation) {
    // Sent by a clock.
    if (isEvent(message) && message.event === adapterEvent.breakpointsChanged) continue;
    const arrow = from === 'client' ? '→' : '←';
    if (isEvent(message) && message.event === 'output') {
      const body = objectOf(message.body);
      const category = String(body['category']);
      output.set(category, (output.get(category) ?? '') + String(body['output']));
      continue;
    }
    flush();
    if (isRequest(message)) lines.push(`${arrow} ${message.command} ${json(message.arguments)}`);
    else if (isEvent(message)) lines.push(`${arrow} event ${message.event} ${json(message.body)}`);
    else if (isResponse(message)) {
      const outcome = message.success ? '' : 'failed ';
      lines.push(`${arrow} ${message.command} ${outcome}${json(message.body)}`);
    }
  }
  flush();
  return lines.map((line) => line.trimEnd());
}

function json(value: unknown): string {
  return value === undefined ? '' : normal(JSON.stringify(value));
}

function normal(text: string): string {
  return text
    .replaceAll(ROOT, 'ROOT')
    .replaceAll(tmpdir(), 'TMP')
    .replaceAll(/go-fixtures-\w{6}/g, 'FIXTURES')
    .replaceAll(/Process \d+/g, 'Process PID')
    .replaceAll(/delvescope-[A-Za-z0-9]{6}/g, 'SESSION')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replaceAll(/\(Thread \d+\)/g, '(Thread T)')
    .replaceAll(/0x[0-9a-f]+/g, '0xADDR')
    .replaceAll(/"port":"?\d+"?/g, '"port":PORT')
    .replaceAll(/"processId":\d+/g, '"processId":PID')
    .replaceAll(/"takenAt":\d+/g, '"takenAt":0')
    .replaceAll(/"readMillis":[\d.]+/g, '"readMillis":0')
    .replaceAll(/\/usr\/local\/go\b/g, 'GOROOT')
    .replaceAll(/go1\.\d+(\.\d+)?/g, 'goVERSION')
    .replaceAll(/"dlvVersion":"[^"]*"/g, '"dlvVersion":"VERSION"');
}
