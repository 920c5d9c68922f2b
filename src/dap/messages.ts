import type { DebugProtocol } from '@vscode/debugprotocol';

export type DapMessage = DebugProtocol.ProtocolMessage;
export type DapRequest = DebugProtocol.Request;
export type DapResponse = DebugProtocol.Response;
export type DapEvent = DebugProtocol.Event;

/** A JSON object; what is in it is not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isRequest(message: DapMessage): message is DapRequest {
  return message.type === 'request';
}

export function isResponse(message: DapMessage): message is DapResponse {
  return message.type === 'response';
}

export function isEvent(message: DapMessage): message is DapEvent {
  return message.type === 'event';
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one: arguments and bodies may be left out. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The message in a frame's body, or undefined when it is not one. */
export function parseMessage(body: Buffer): DapMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return undefined; // Not JSON: the caller decides whether to pass the bytes on or to complain.
  }
  if (!isObject(value) || typeof value['type'] !== 'string') return undefined;
  const seq = typeof value['seq'] === 'number' ? value['seq'] : 0;
  return Object.assign(value, { seq, type: value['type'] });
}

/** The text a failed response shows: its error's format with the variables put in, or its message. */
export function failureText(response: DapResponse): string {
  const error = objectOf(objectOf(response.body)['error']);
  const format = error['format'];
  if (typeof format !== 'string') return response.message ?? `${response.command} failed`;
  const variables = objectOf(error['variables']);
  return format.replaceAll(/\{([^}]+)\}/g, (whole, name: string) => {
    const value = variables[name];
    return typeof value === 'string' ? value : whole;
  });
}
