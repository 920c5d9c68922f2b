/** A function without its package path, module version and arguments (graph.ShortenFunctionName of pprof). */
export function shortName(name: string): string {
  const plain = name
    .replace(/^\(anonymous namespace\)::/, '')
    .replace(/^(.*?)\/v(?:[2-9]|[1-9][0-9]+)([./].*)$/, '$1$2');
  for (const pattern of [GO, JAVA, CPP]) {
    const match = pattern.exec(plain);
    if (match) return match[1] ?? '';
  }
  return plain;
}

const GO = /^(?:[\w\-.]+\/)+([^.]+\..+)/;
const JAVA = /^(?:[a-z]\w*\.)*([A-Z][\w$]*\.(?:<init>|[a-z][\w$]*(?:\$\d+)?))(?:(?:\()|$)/;
const CPP = /^(?:[_a-zA-Z]\w*::)+(_*[A-Z]\w*::~?[_a-zA-Z]\w*(?:<.*>)?)/;
