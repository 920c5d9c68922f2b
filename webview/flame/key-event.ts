/** The key is used up, for the page and for the editor around it. */
export function handled(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
