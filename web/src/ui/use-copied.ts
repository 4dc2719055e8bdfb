import { useEffect, useRef, useState } from 'react';
import { copyText } from '../lib/clipboard.ts';

const shownMs = 1_500;

/** Copies and says for a moment whether it worked. */
export function useCopied(): { outcome: 'copied' | 'failed' | null; copy: (text: string) => void } {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async (text: string): Promise<void> => {
    setOutcome((await copyText(text)) ? 'copied' : 'failed');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome(null), shownMs);
  };
  return { outcome, copy: (text) => void copy(text) };
}
