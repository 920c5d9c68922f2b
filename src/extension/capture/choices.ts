import * as vscode from 'vscode';
import type { CaptureKindInfo, CaptureOffer } from '../../protocol/capture.ts';

/** One kind and how long it measures; 0: a profile of now. */
export interface Choice {
  readonly kind: CaptureKindInfo;
  readonly seconds: number;
}

const HISTORY = 'capture.addresses';
const HISTORY_LENGTH = 15;
const LAST_KINDS = 'capture.kinds';
const LAST_SECONDS = 'capture.seconds';
const DEFAULT_ADDRESS = 'http://127.0.0.1:6060/debug/pprof/';

interface AddressItem extends vscode.QuickPickItem {
  readonly address: string;
}

/** Asks for an address: one of before, or what is typed. */
export function askAddress(memory: vscode.Memento): Promise<string | undefined> {
  const known = memory.get<readonly string[]>(HISTORY, []);
  const pick = vscode.window.createQuickPick<AddressItem>();
  pick.title = vscode.l10n.t('Capture from a running program');
  pick.placeholder = vscode.l10n.t('host:port, or the address of /debug/pprof/ or of a profile');
  pick.ignoreFocusOut = true;
  const forget = { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Forget') };
  const show = (typed: string): void => {
    const addresses = known.length > 0 || typed !== '' ? known : [DEFAULT_ADDRESS];
    const items = addresses.map((address) => ({ label: address, address, buttons: [forget] }));
    const isNew = typed !== '' && !addresses.includes(typed);
    const own = { label: typed, address: typed, description: vscode.l10n.t('new address') };
    pick.items = isNew ? [own, ...items] : items;
  };
  return new Promise((resolve) => {
    show('');
    pick.onDidChangeValue((value) => show(value.trim()));
    pick.onDidTriggerItemButton(({ item }) => {
      const rest = memory.get<readonly string[]>(HISTORY, []).filter((one) => one !== item.address);
      void memory.update(HISTORY, rest);
      pick.items = pick.items.filter((one) => one !== item);
    });
    pick.onDidAccept(() => {
      // Who is quick presses Enter before the list has followed what was typed.
      const typed = pick.value.trim();
      resolve(pick.selectedItems[0]?.address ?? (typed === '' ? undefined : typed));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** An address that answered goes to the top of the list. */
export async function rememberAddress(memory: vscode.Memento, address: string): Promise<void> {
  const rest = memory.get<readonly string[]>(HISTORY, []).filter((one) => one !== address);
  await memory.update(HISTORY, [address, ...rest].slice(0, HISTORY_LENGTH));
}

interface KindItem extends vscode.QuickPickItem {
  readonly id: string;
  readonly what: CaptureKindInfo;
  readonly isTimed: boolean;
}

/** Asks which kinds, and for those that measure over time how long. */
export async function askKinds(
  offer: CaptureOffer,
  memory: vscode.Memento,
): Promise<readonly Choice[] | undefined> {
  const last = new Set(memory.get<readonly string[]>(LAST_KINDS, ['cpu']));
  const kinds = offer.kinds.flatMap(kindItems);
  // A profile of now, where the address names a kind that can also be measured over time.
  const named = kinds.find(({ what }) => what.name === offer.named);
  const items = kinds.map((item) => ({
    ...item,
    picked: named ? item === named : offer.kinds.length === 1 || last.has(item.id),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: offer.isGuess
      ? vscode.l10n.t('{0} has no readable index: the usual profiles', offer.title)
      : vscode.l10n.t('Profiles of {0}', offer.title),
    placeHolder: vscode.l10n.t('One or more; they are fetched at the same time'),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (!chosen || chosen.length === 0) return undefined;
  await memory.update(
    LAST_KINDS,
    chosen.map(({ id }) => id),
  );
  const seconds = chosen.some(({ isTimed }) => isTimed) ? await askSeconds(memory) : 0;
  if (seconds === undefined) return undefined;
  return chosen.map(({ what, isTimed }) => ({ kind: what, seconds: isTimed ? seconds : 0 }));
}

function kindItems(kind: CaptureKindInfo): KindItem[] {
  const { title, count } = kind;
  const description = count === null ? '' : count.toLocaleString();
  const now: KindItem = { label: title, description, id: title, what: kind, isTimed: false };
  if (kind.seconds === 'never') return [now];
  if (kind.seconds === 'over') return [{ ...now, isTimed: true }];
  const over = vscode.l10n.t('{0}, change over time', title);
  return [now, { label: over, id: `${title} delta`, what: kind, isTimed: true }];
}

async function askSeconds(memory: vscode.Memento): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Seconds to record'),
    value: String(memory.get(LAST_SECONDS, 30)),
    ignoreFocusOut: true,
    validateInput: (value) =>
      /^\d{1,4}$/.test(value) && Number(value) > 0
        ? undefined
        : vscode.l10n.t('A whole number of seconds, 1 to 9999.'),
  });
  if (text === undefined) return undefined;
  await memory.update(LAST_SECONDS, Number(text));
  return Number(text);
}
