import { median } from './statistics.ts';

/** What the project wants of one measure: of the ratio site / baseline, or of the site's own value. */
export type Aim = { of: 'ratio' | 'site' } & ({ atLeast: number } | { atMost: number });

/** One thing measured on both sides, sample by sample; the samples of the same place were taken right after each other. */
export interface Measure {
  group: string;
  name: string;
  site: number[];
  /** Empty where there is nothing to compare with. */
  baseline: number[];
  aim?: Aim;
}

export interface Verdict {
  site: number;
  /** NaN without a baseline. */
  baseline: number;
  ratio: number;
  /** Undefined without an aim, or where this machine could not measure it. */
  met?: boolean;
}

/** The medians of both sides, and whether the aim is met by them. */
export function judge({ site, baseline, aim }: Measure): Verdict {
  const own = median(site);
  const other = median(baseline);
  const verdict = { site: own, baseline: other, ratio: own / other };
  const judged = aim?.of === 'site' ? own : verdict.ratio;
  if (aim === undefined || Number.isNaN(judged)) return verdict;
  return { ...verdict, met: 'atLeast' in aim ? judged >= aim.atLeast : judged <= aim.atMost };
}
