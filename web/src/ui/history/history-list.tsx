import { Button } from '@mantine/core';
import { useState } from 'react';
import type { HistoryItem } from '../../../../services/users/users.contract.ts';
import { TimeAgo } from '../time-ago.tsx';
import { ChangesTable } from './changes-table.tsx';
import classes from './history.module.css';

/** The history of a record as sentences, newest first: who did what, when, from where; the difference on demand. */
export function HistoryList({ entries }: { entries: readonly HistoryItem[] }) {
  return (
    <ol className={classes.list}>
      {entries.map((entry) => (
        <Entry key={entry.version} entry={entry} />
      ))}
    </ol>
  );
}

function Entry({ entry }: { entry: HistoryItem }) {
  const [expanded, setExpanded] = useState(false);
  const { text, at, ip, changes, version, actorName } = entry;
  return (
    <li className={classes.entry}>
      <span className={classes.mark} aria-hidden />
      <div className={classes.body}>
        <p className={classes.sentence}>
          <Sentence text={text} actor={actorName} />
        </p>
        <p className={classes.circumstances}>
          <TimeAgo at={at} />
          {ip && <span>from {ip}</span>}
          <span>version {version}</span>
          {changes.length > 0 && (
            <Button
              size="compact-xs"
              variant="transparent"
              px={0}
              aria-expanded={expanded}
              onClick={() => setExpanded((before) => !before)}
            >
              {expanded ? 'Hide what changed' : 'Show what changed'}
            </Button>
          )}
        </p>
        {expanded && <ChangesTable changes={changes} />}
      </div>
    </li>
  );
}

/** The sentence, with the one who did it in bold. */
function Sentence({ text, actor }: { text: string; actor: string | null }) {
  if (!actor || !text.startsWith(`${actor} `)) return text;
  return (
    <>
      <strong className={classes.actor}>{actor}</strong>
      {text.slice(actor.length)}
    </>
  );
}
