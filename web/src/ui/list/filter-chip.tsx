import { Button, CloseButton, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import classes from './list.module.css';

interface Props {
  label: string;
  options: readonly { value: string; label: string }[];
  values: readonly string[];
  /** One at a time, as for periods. */
  single?: boolean;
  onChange: (values: readonly string[]) => void;
}

/** One filter of a list: dashed while it does nothing, filled with its values when it does. */
export function FilterChip({ label, options, values, single = false, onChange }: Props) {
  const isSet = values.length > 0;
  const chosen = values.map((value) => options.find((option) => option.value === value)?.label ?? value);
  const toggle = (value: string): void => {
    if (values.includes(value)) onChange(values.filter((other) => other !== value));
    else onChange(single ? [value] : [...values, value]);
  };
  return (
    <span className={classes.chip} data-set={isSet || undefined}>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="compact-sm" variant="transparent" className={classes.chipButton}>
            {isSet ? (
              <span>
                {label}: <strong>{chosen.join(', ')}</strong>
              </span>
            ) : (
              <>
                <IconPlus size={14} aria-hidden className={classes.chipIcon} /> {label}
              </>
            )}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {options.length === 0 && <Menu.Label>Nothing to choose from</Menu.Label>}
          {options.map((option) => (
            <Menu.CheckboxItem
              key={option.value}
              checked={values.includes(option.value)}
              closeMenuOnClick={single}
              onChange={() => toggle(option.value)}
            >
              {option.label}
            </Menu.CheckboxItem>
          ))}
        </Menu.Dropdown>
      </Menu>
      {isSet && <CloseButton size="xs" aria-label={`Remove the filter ${label}`} onClick={() => onChange([])} />}
    </span>
  );
}
