import { Kbd } from '@mantine/core';
import classes from './shortcuts.module.css';

const shortcuts: readonly [keys: string[], what: string][] = [
  [['Ctrl', 'K'], 'Find or do anything (⌘ K on a Mac)'],
  [['/'], 'Search in the list'],
  [['j'], 'Next row; in a drawer the next record'],
  [['k'], 'Row before; in a drawer the record before'],
  [['Enter'], 'Open the row'],
  [['x'], 'Select the row'],
  [['n'], 'New account, or new role'],
  [['e'], 'Edit what is open'],
  [['z'], 'Undo while it is offered'],
  [['Esc'], 'Close what is open'],
  [['?'], 'These shortcuts'],
];

/** What the keyboard can do. */
export function Shortcuts() {
  return (
    <dl className={classes.list}>
      {shortcuts.map(([keys, what]) => (
        <div key={what} className={classes.row}>
          <dt className={classes.keys}>
            {keys.map((key) => (
              <Kbd key={key} size="xs">
                {key}
              </Kbd>
            ))}
          </dt>
          <dd className={classes.what}>{what}</dd>
        </div>
      ))}
    </dl>
  );
}
