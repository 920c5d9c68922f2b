import { timeStamp } from '../base/time-stamp.ts';
import type { CaptureKind } from './kinds.ts';

const EXTENSIONS: Readonly<Record<CaptureKind['format'], string>> = {
  pprof: 'pb.gz',
  trace: 'trace',
  text: 'txt',
};

/**
 * A name that sorts by time and holds nothing but plain characters: `127.0.0.1-8080-20261122-143512-heap.pb.gz`. Local
 * time, as in a file listing.
 */
export function captureFileName(host: string, kind: CaptureKind, at: Date): string {
  const title = plain(kind.title);
  return `${plain(host)}-${timeStamp(at)}-${title}.${EXTENSIONS[kind.format]}`;
}

function plain(text: string): string {
  return text.replaceAll(/[^\w.]+/g, '-').replaceAll(/^[-.]+|-+$/g, '');
}
