export { TunnelError } from './failure.ts';
export { listArguments, listedNames, listFailure } from './kubectl.ts';
export type { Tunnel } from './open-tunnel.ts';
export { openTunnel } from './open-tunnel.ts';
export { isSshHost, parseRemote, readTunnel } from './specification.ts';
export type { TunnelSpecification } from './specification.ts';
export { configuredHosts } from './ssh.ts';
