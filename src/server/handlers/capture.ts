import type { CancellationToken } from '../../base/cancellation.ts';
import { CancelledError } from '../../base/cancellation.ts';
import { capture, readOffer } from '../../capture/capture.ts';
import { endpointTitle, parseEndpoint } from '../../capture/endpoint.ts';
import type { CaptureKind } from '../../capture/kinds.ts';
import type {
  CaptureKindInfo,
  CaptureOffer,
  CaptureOfferQuery,
  CaptureProgress,
  CaptureQuery,
} from '../../protocol/capture.ts';
import type { Recording } from '../trace/recording.ts';
import type { Traces } from '../trace/traces.ts';

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

/** Tells bytes, and the path of a trace that can be opened already. */
type Tell = (progress: Omit<CaptureProgress, 'id'>) => void;

/** Fetches one kind; bytes are told at most ten times a second. */
export async function captureKind(
  query: CaptureQuery,
  token: CancellationToken,
  tell: Tell,
  traces: Pick<Traces, 'record' | 'forget'>,
): Promise<{ path: string | null }> {
  const { address, access, kind, seconds, folder, isWatched } = query;
  let told = 0;
  let bytes = 0;
  const recording =
    isWatched && kind.format === 'trace' && seconds > 0
      ? traces.record(seconds, (trace) => tell({ bytes, trace }))
      : undefined;
  try {
    const path = await capture(parseEndpoint(address), kindOf(kind), {
      access: { ...access, token: either(token, recording) },
      seconds,
      folder,
      onlooker: recording,
      progress(arrived) {
        bytes = arrived;
        recording?.arrived(arrived);
        const now = Date.now();
        if (now - told < PROGRESS_MILLIS) return;
        told = now;
        tell({ bytes });
      },
    });
    // Its page has the file to come; whoever waits for the capture does not wait for that.
    void recording?.finish().finally(() => traces.forget(recording));
    return { path };
  } catch (error) {
    if (recording?.isKept) {
      // The page of the trace says why, and asks what to do with it.
      if (error instanceof CancelledError) return { path: null };
    } else if (recording) traces.forget(recording);
    throw error;
  }
}

/** Cancelled by the one who asked, or by the page that shows what comes. */
function either(token: CancellationToken, recording: Recording | undefined): CancellationToken {
  if (!recording) return token;
  return {
    get isCancellationRequested() {
      return token.isCancellationRequested || recording.isStopped;
    },
  };
}

const PROGRESS_MILLIS = 100;

function kindOf(info: CaptureKindInfo): CaptureKind {
  return { ...info, count: info.count ?? undefined };
}
