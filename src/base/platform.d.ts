/** The only platform types a core may use: they exist in Node, in browsers and in workers. */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(input?: Uint8Array): string;
}
declare class TextEncoder {
  encode(input: string): Uint8Array;
}
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Record<string, Record<string, (a?: number, b?: number) => void>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
};
