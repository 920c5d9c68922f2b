import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { PathFinding } from '../../src/protocol/path-doctor.ts';
import type { FromPathDoctor, ToPathDoctor } from '../../src/protocol/webview-paths.ts';
import { answerOf, certaintyWords, counted, folderWords, needsWord, nextStep } from './words.ts';

type Post = (message: FromPathDoctor) => void;

/** How many folders are offered in one row; Choose folder… takes any. */
const OFFERED = 4;

export function page(message: ToPathDoctor, post: Post): TemplateResult {
  if (message.kind === 'failed') {
    return html`<div class="paths">
      <div class="note bad" role="alert">${message.message}</div>
    </div>`;
  }
  const { report, session, unsaved } = message;
  const next = nextStep(report, unsaved.length);
  return html`<div class="paths">
    <div class="ds-answer" role="status">
      <b>${answerOf(report)}</b><span class="sep">·</span><span class="mut">${session}</span>
    </div>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Folder in the program</th>
            <th class="r">Files</th>
            <th>Folder here</th>
            <th>How sure</th>
            <th><span class="sr-only">What to do</span></th>
          </tr>
        </thead>
        <tbody>
          ${report.findings.map((finding) => row(finding, finding === next, post))}
        </tbody>
      </table>
    </div>
    ${unsaved.length === 0 ? nothing : saveBar(unsaved.length, next === 'save', post)}
  </div>`;
}

function row(finding: PathFinding, isNext: boolean, post: Post): TemplateResult {
  const isOpen = needsWord(finding);
  const words = certaintyWords(finding);
  return html`<tr class=${isOpen && finding.kind === 'own' ? 'open' : ''}>
    <td class="code path">${folderWords(finding)}</td>
    <td class="r nw">${finding.files.toLocaleString('en')}</td>
    <td class="code path">${finding.here ?? html`<span class="mut">–</span>`}</td>
    <td class="nw">
      <span class="state"><i class="codicon s14 ${iconOf(finding)}"></i>${words}</span>
    </td>
    <td class="do"><div>${actions(finding, isNext, post)}</div></td>
  </tr>`;
}

function iconOf(finding: PathFinding): string {
  if (finding.certainty === 'likely') return 'codicon-question';
  if (needsWord(finding)) return 'codicon-warning';
  return finding.found === 0 ? 'codicon-warning' : 'codicon-check';
}

/** A missing module needs a download and a standard library a Go: only folders of the user's own are chosen. */
function actions(finding: PathFinding, isNext: boolean, post: Post): TemplateResult {
  const { kind, certainty, candidates, folder } = finding;
  if (certainty === 'as-is' || kind === 'standard-library') return html``;
  const offered = needsWord(finding) ? candidates.slice(0, OFFERED) : [];
  return html`${offered.map((from, at) => {
      const use = (): void => post({ kind: 'use', rule: { from, to: folder } });
      const look = isNext && at === 0 ? 'btn' : 'btn sec';
      return html`<button class=${look} title=${`${folder} is ${from}`} @click=${use}>
        Use <span class="tail">${tailOf(from)}</span>
      </button>`;
    })}<button class="btn sec" @click=${() => post({ kind: 'choose', folder })}>
      Choose folder…
    </button>`;
}

function saveBar(count: number, isNext: boolean, post: Post): TemplateResult {
  return html`<div class="ds-bar save">
    <span class="grow">${counted(count, 'folder')} chosen for this session</span>
    <button
      class=${isNext ? 'btn' : 'btn sec'}
      @click=${() => post({ kind: 'save', where: 'settings' })}
    >
      Save in workspace settings
    </button>
    <button class="btn sec" @click=${() => post({ kind: 'save', where: 'launch' })}>
      Save in launch.json
    </button>
  </div>`;
}

/** The last two elements: candidates differ near their end, and a button is short. */
function tailOf(path: string): string {
  const elements = path.split(/[\\/]/).filter((element) => element !== '');
  return elements.length <= 2 ? path : `…/${elements.slice(-2).join('/')}`;
}
