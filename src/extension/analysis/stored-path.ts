/** What a page's stored state names as its profile, when that is several profiles written as JSON. */
export function storedPath(state: unknown): object | null {
  if (typeof state !== 'object' || state === null || !('page' in state)) return null;
  const { page } = state;
  if (typeof page !== 'object' || page === null || !('profile' in page)) return null;
  try {
    const known: unknown = JSON.parse(String(page.profile));
    return typeof known === 'object' ? known : null;
  } catch {
    return null;
  }
}
