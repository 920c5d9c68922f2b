import type { CancellationToken } from '../../base/cancellation.ts';
import { capture, readOffer } from '../../capture/capture.ts';
import { endpointTitle, parseEndpoint } from '../../capture/endpoint.ts';
import type { CaptureKind } from '../../capture/kinds.ts';
import type {
  CaptureKindInfo,
  CaptureOffer,
  CaptureOfferQuery,
  CaptureQuery,
} from '../../protocol/capture.ts';

/** What an address offers. */
export async function captureOffer(
  { address, access }: CaptureOfferQuery,
  token: CancellationToken,
): Promise<CaptureOffer> {
  const endpoint = parseEndpoint(address);
  const { kinds, isGuess } = await readOffer(endpoint, { ...access, token });
  return {
    title: endpointTitle(endpoint),
    origin: endpoint.base.origin,
    kinds: kinds.map((kind) => ({ ...kind, count: kind.count ?? null })),
    isGuess,
    named: endpoint.kind ?? null,
  };
}

/** Fetches one kind; bytes are told at most ten times a second. */
export async function captureKind(
  query: CaptureQuery,
  token: CancellationToken,
  progress: (bytes: number) => void,
): Promise<{ path: string }> {
  const { address, access, kind, seconds, folder } = query;
  let told = 0;
  const path = await capture(parseEndpoint(address), kindOf(kind), {
    access: { ...access, token },
    seconds,
    folder,
    progress(bytes) {
      const now = Date.now();
      if (now - told < PROGRESS_MILLIS) return;
      told = now;
      progress(bytes);
    },
  });
  return { path };
}

const PROGRESS_MILLIS = 100;

function kindOf(info: CaptureKindInfo): CaptureKind {
  return { ...info, count: info.count ?? undefined };
}
