import { describe, expect, it } from 'vitest';
import { parseDump } from '../../../src/goroutines/index.ts';
import { dedent, tableText } from '../../support/goroutine-text.ts';

/** Four spaces at the start of a line stand for the tab that Go prints. */
function check(dump: string, expected: string): void {
  const { value, problems } = parseDump(dedent(dump).replace(/^((?:[^\n]*\| )?) {4}/gm, '$1\t'));
  expect(tableText(value, problems)).toBe(dedent(expected));
}

describe('goroutine header', () => {
  it('reads state, minutes, thread lock and the rest', () => {
    check(
      `
      goroutine 7 [select, 5 minutes, locked to thread]:
      main.a()
          /app/main.go:1 +0x1

      goroutine 8 [chan receive (leaked)]:

      goroutine 9 [sync.WaitGroup.Wait (durable), synctest bubble 4]:

      goroutine 10 [runnable (scan)]:
      `,
      `
      7 [select] 5 min locked at main.a main.go:1 depth 1
        started main.a main.go:1, created - by 0
      8 [chan receive] leaked at - depth 0
        started -, created - by 0
      9 [sync.WaitGroup.Wait] durable at - depth 0
        started -, created - by 0
      10 [runnable] scanned at - depth 0
        started -, created - by 0`,
    );
  });

  it('reads labels of Go 1.26 and of Go 1.27', () => {
    check(
      String.raw`
      goroutine 1 [chan receive, 2 minutes labels:{"request": "42", "odd] {k": "say \"hi\"\n\x41"}]:

      goroutine 2 [select] {request: 43, "tenant name": "a, b"}:
      `,
      String.raw`
      1 [chan receive] 2 min ["request=42","odd] {k=say \"hi\"\nA"] at - depth 0
        started -, created - by 0
      2 [select] ["request=43","tenant name=a, b"] at - depth 0
        started -, created - by 0`,
    );
  });

  it('tells of details it does not know', () => {
    check(
      `
      goroutine 1 [select, on holiday]:
      main.main()
          /app/main.go:1 +0x1
      `,
      `
      1 [select] at main.main main.go:1 depth 1
        started main.main main.go:1, created - by 0
      ! unknown-detail line 1`,
    );
  });
});

describe('stack', () => {
  it('names the first frame that is not the library, the function started and the go statement', () => {
    check(
      `
      goroutine 8311 [chan receive, 12 minutes]:
      sync.(*Cond).Wait(0x1?)
          /usr/local/go/src/sync/cond.go:71 +0x85
      example.com/shop/orders.(*Notifier).Subscribe.func1({0xc0001, 0x2?}, ...)
          /home/me/a b/notifier.go:97 +0x1d
      example.com/shop/orders.run[...](...)
          C:/shop/orders.go:12
      created by example.com/shop/orders.(*Notifier).Subscribe in goroutine 34
          /app/notifier.go:88 +0x45
      `,
      `
      8311 [chan receive] 12 min at example.com/shop/orders.(*Notifier).Subscribe.func1 notifier.go:97 depth 3
        started example.com/shop/orders.run[...] orders.go:12, created example.com/shop/orders.(*Notifier).Subscribe notifier.go:88 by 34`,
    );
  });

  it('falls back to the top frame, skips runtime.goexit and marks the goroutines of the runtime', () => {
    check(
      `
      goroutine 3 gp=0x2fcd8207ad20 m=nil [GC sweep wait]:
      runtime.gopark(0x0?, 0x0?)
          /usr/local/go/src/runtime/proc.go:462 +0xce fp=0x2fcd820af788 sp=0x2fcd820af768 pc=0x47d66e
      runtime.bgsweep(0x2fcd820ce000)
          /usr/local/go/src/runtime/mgcsweep.go:279 +0x94 fp=0x1 sp=0x2 pc=0x3
      runtime.goexit({})
          /usr/local/go/src/runtime/asm_amd64.s:1771 +0x1 fp=0x1 sp=0x2 pc=0x3
      created by runtime.gcenable in goroutine 1
          /usr/local/go/src/runtime/mgc.go:214 +0x66
      `,
      `
      3 [GC sweep wait] system at runtime.gopark proc.go:462 depth 3
        started runtime.bgsweep mgcsweep.go:279, created runtime.gcenable mgc.go:214 by 1`,
    );
  });

  it('knows that elided frames hide the start, and skips ancestors', () => {
    check(
      `
      goroutine 5 [running]:
      main.deep(0x1)
          /app/main.go:7 +0x1
      ...additional frames elided...
      created by main.main
          /app/main.go:9 +0x1
      [originating from goroutine 1]:
      main.main(...)
          /app/main.go:10 +0x1

      goroutine 6 [running]:
      main.deep(0x1)
          /app/main.go:7 +0x1
      ...23 frames elided...
      main.first(0x1)
          /app/main.go:8 +0x1
      `,
      `
      5 [running] elided at main.deep main.go:7 depth 1
        started -, created main.main main.go:9 by 0
      6 [running] elided at main.deep main.go:7 depth 2
        started main.first main.go:8, created - by 0`,
    );
  });

  it('reads C frames and a goroutine whose stack was not available', () => {
    check(
      `
      goroutine 1 [syscall, locked to thread]:
      non-Go function
          pc=0x7f01
      wait_in_c
          /src/wait.c:12 pc=0x7f02
      main._Cfunc_wait()
          _cgo_gotypes.go:44 +0x45
      main.main()
          /app/main.go:9 +0x1

      goroutine 18 [running]:
          goroutine running on other thread; stack unavailable
      created by main.main in goroutine 1
          /app/main.go:8 +0x1
      `,
      `
      1 [syscall] locked at main._Cfunc_wait _cgo_gotypes.go:44 depth 4
        started main.main main.go:9, created - by 0
      18 [running] at - depth 0
        started -, created main.main main.go:8 by 1`,
    );
  });
});

describe('text around a dump', () => {
  it('skips what a program and a crash print', () => {
    check(
      `
      2026/05/01 12:00:00 goroutine count is 2
      panic: runtime error: index out of range [recovered]

      goroutine 7 is a word of the panic
      [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x1]

      goroutine 1 [running]:
      panic({0x4a, 0x4c})
          /usr/local/go/src/runtime/panic.go:770 +0x132
      main.main()
          /app/main.go:9 +0x1
      exit status 2

      rax    0x0
      `,
      `
      1 [running] at main.main main.go:9 depth 2
        started main.main main.go:9, created - by 0`,
    );
  });

  it('takes log prefixes off', () => {
    const expected = `
      1 [chan receive] at main.main main.go:9 depth 1
        started main.main main.go:9, created - by 0
      2 [select] at main.work main.go:12 depth 1
        started main.work main.go:12, created main.main main.go:8 by 1`;
    check(
      `
      web-1  | goroutine 1 [chan receive]:
      web-1  | main.main()
      web-1  |     /app/main.go:9 +0x1
      web-1  | 
      web-1  | goroutine 2 [select]:
      web-1  | main.work(...)
      web-1  |     /app/main.go:12
      web-1  | created by main.main in goroutine 1
      web-1  |     /app/main.go:8 +0x1
      `,
      expected,
    );
    const kubernetes = [
      'goroutine 1 [chan receive]:',
      'main.main()',
      '\t/app/main.go:9 +0x1',
      '',
      'goroutine 2 [select]:',
      'main.work(...)',
      '\t/app/main.go:12',
      'created by main.main in goroutine 1',
      '\t/app/main.go:8 +0x1',
    ].map((line, at) =>
      `2026-05-01T12:00:00.${'1'.repeat((at % 9) + 1)}Z stderr F ${line}`.trimEnd(),
    );
    const { value } = parseDump(kubernetes.join('\r\n'));
    expect(tableText(value)).toBe(dedent(expected));
  });

  it('reads Windows line ends', () => {
    const { value } = parseDump(
      'goroutine 1 [select]:\r\nmain.main()\r\n\t/a.go:9 +0x1\r\n\r\ngoroutine 2 [sleep]:\r\n',
    );
    expect(tableText(value)).toBe(
      dedent(`
      1 [select] at main.main a.go:9 depth 1
        started main.main a.go:9, created - by 0
      2 [sleep] at - depth 0
        started -, created - by 0`),
    );
  });

  it('shows the last of several dumps and says so', () => {
    check(
      `
      goroutine 1 [running]:

      goroutine 2 [select]:

      === second ===
      goroutine 1 [sleep]:

      goroutine 3 [select]:
      `,
      `
      1 [sleep] at - depth 0
        started -, created - by 0
      3 [select] at - depth 0
        started -, created - by 0
      ! several-dumps line 6`,
    );
  });

  it('joins what a crash prints again for each thread, and leaves thread stacks out', () => {
    check(
      `
      SIGQUIT: quit

      goroutine 0 gp=0x1 m=0 mp=0x2 [idle]:
      runtime.futex()
          /go/src/runtime/sys.s:5 +0x1

      goroutine 6 gp=0x3 m=4 mp=0x4 [running]:
          goroutine running on other thread; stack unavailable
      created by main.main in goroutine 1
          /app/main.go:8 +0x1

      goroutine 1 gp=0x5 m=nil [select]:

      rax    0x0
      -----

      SIGQUIT: quit

      goroutine 6 gp=0x3 m=4 mp=0x4 [running]:
      main.spin()
          /app/main.go:20 +0x1
      created by main.main in goroutine 1
          /app/main.go:8 +0x1
      `,
      `
      6 [running] at main.spin main.go:20 depth 1
        started main.spin main.go:20, created main.main main.go:8 by 1
      1 [select] at - depth 0
        started -, created - by 0
      ! thread-stacks`,
    );
  });
});

describe('text that is no whole dump', () => {
  it('tells where it is cut', () => {
    check(
      `
      goroutine 1 [select]:
      main.main()
          /app/main.go:9 +0x1

      goroutine 2 [select]:
      main.wo`,
      `
      1 [select] at main.main main.go:9 depth 1
        started main.main main.go:9, created - by 0
      2 [select] at - depth 0
        started -, created - by 0
      ! dump-truncated line 6`,
    );
    check('goroutine 1 [sel', '! dump-truncated line 1\n! no-goroutines');
    check('goroutine 1 [select:\nmain.main()', '! bad-header line 1\n! no-goroutines');
    check('goroutine 1 [select]:', '1 [select] at - depth 0\n  started -, created - by 0');
  });

  it('tells what else it is', () => {
    check('', '! no-goroutines');
    check(
      'goroutine profile: total 8412\n5 @ 0x1 0x2\n#    0x1    main.main+0x1    /app/main.go:12\n',
      '! counts-only',
    );
    const { problems } = parseDump(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0));
    expect(problems.map(({ code }) => code)).toEqual(['not-text']);
  });

  it('says that the runtime cut the dump', () => {
    const bytes = new Uint8Array(64 * 1024 * 1024).fill(10);
    bytes.set(new TextEncoder().encode('goroutine 1 [select]:\n'));
    const { value, problems } = parseDump(bytes);
    expect(tableText(value, problems)).toContain('! dump-cut');
  });
});
