import type { Crumb } from '../shell/breadcrumb.tsx';

/** The handle of a route that is a step of the breadcrumb; with an address when there is a page to go back to. */
export function crumb(label: Crumb['label'], to?: Crumb['to']): { crumb: Crumb } {
  return { crumb: { label, to } };
}
