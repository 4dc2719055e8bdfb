import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import classes from './url-tabs.module.css';

export interface UrlTab {
  id: string;
  label: string;
  content: ReactNode;
}

interface Props {
  label: string;
  tabs: readonly UrlTab[];
  /** Within a drawer, which has no space at its sides. */
  inset?: boolean;
  /** Name in the address; another than "tab" for tabs within tabs. */
  param?: string;
}

/** Tabs whose choice is in the address (`?tab=`); the first is the address without it. */
export function UrlTabs({ label, tabs, inset = false, param = 'tab' }: Props) {
  const [params, setParams] = useSearchParams();
  const first = tabs[0]?.id ?? '';
  const asked = params.get(param);
  const current = tabs.some(({ id }) => id === asked) ? asked : first;
  const choose = (id: string | null): void =>
    setParams(
      (previous) => {
        const next = new URLSearchParams(previous);
        if (id === null || id === first) next.delete(param);
        else next.set(param, id);
        return next;
      },
      { replace: true },
    );
  return (
    <Tabs
      value={current}
      onChange={choose}
      keepMounted={false}
      classNames={{ root: classes.root, list: classes.list, tab: classes.tab }}
    >
      <Tabs.List aria-label={label} data-inset={inset || undefined}>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.id} value={tab.id}>
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.id} value={tab.id} className={classes.panel} data-inset={inset || undefined}>
          {tab.content}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
