/** Fetching profiles, traces and dumps from a running program: requests to the analysis server. */

/** How an address is asked. Secrets come with each request and are kept nowhere. */
export interface CaptureAccess {
  readonly headers: Readonly<Record<string, string>>;
  readonly verifyCertificate: boolean;
  /** PEM; empty for none besides the system's. */
  readonly trustedCertificates: string;
  /** Empty: what the environment says. */
  readonly proxy: string;
}

export interface CaptureOfferQuery {
  /** As typed. */
  readonly address: string;
  readonly access: CaptureAccess;
}

export interface CaptureKindInfo {
  readonly name: string;
  readonly parameters: string;
  readonly format: 'pprof' | 'trace' | 'text';
  /** `over`: measures for some seconds. `delta`: now, or the difference over some seconds. */
  readonly seconds: 'over' | 'delta' | 'never';
  readonly title: string;
  /** How many the index counts; null where it does not say. */
  readonly count: number | null;
}

export interface CaptureOffer {
  /** For people: `127.0.0.1:8080`. */
  readonly title: string;
  /** What access is remembered for: scheme, host and port. */
  readonly origin: string;
  readonly kinds: readonly CaptureKindInfo[];
  /** The index could not be read; these are the usual ones. */
  readonly isGuess: boolean;
  /** The kind that the address itself names; null for none. */
  readonly named: string | null;
}

export interface CaptureQuery extends CaptureOfferQuery {
  /** Comes back with each progress. */
  readonly id: number;
  readonly kind: CaptureKindInfo;
  readonly seconds: number;
  /** Absolute; made when it is not there. */
  readonly folder: string;
  /** A trace is opened as soon as there is something to see, and stays when it ends early until its page is closed. */
  readonly isWatched?: boolean;
}

export interface CaptureProgress {
  readonly id: number;
  readonly bytes: number;
  /** The path under which a trace can be opened already. */
  readonly trace?: string;
}
