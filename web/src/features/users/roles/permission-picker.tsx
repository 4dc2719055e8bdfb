import { Checkbox, Input, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { grants } from '../../../../../lib/principal.ts';
import type { Permission } from '../../../../../services/users/users.contract.ts';
import { useMe } from '../../../lib/session/use-session.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import classes from './permissions.module.css';
import { usePermissions } from './use-permissions.ts';

interface Props {
  held: readonly string[];
  error?: ReactNode;
  onChange: (held: string[]) => void;
}

/** The permissions of all running services, by service; nobody can give more than they hold. */
export function PermissionPicker({ held, error, onChange }: Props) {
  const known = usePermissions();
  const mine = useMe().permissions;
  if (known.error) return <ErrorState error={known.error} onRetry={() => void known.refetch()} />;
  if (!known.data) return <Skeleton height={200} />;
  const set = (changed: readonly string[], on: boolean): void => {
    const others = held.filter((permission) => !changed.includes(permission));
    onChange(on ? [...others, ...changed].sort() : others);
  };
  const everything = held.includes('*');
  return (
    <Input.Wrapper
      label="Permissions"
      description="What the role allows, service by service."
      error={error}
      labelElement="div"
    >
      <div className={classes.groups}>
        {[...Map.groupBy(known.data, ({ service }) => service)].map(([service, permissions]) => (
          <ServiceGroup
            key={service}
            service={service}
            permissions={permissions}
            held={held}
            mine={mine}
            everything={everything}
            set={set}
          />
        ))}
        <Checkbox
          label="Everything, also what later services bring"
          description="*"
          disabled={!grants(mine, '*:*') && !everything}
          checked={everything}
          onChange={(event) => set(['*'], event.currentTarget.checked)}
        />
      </div>
    </Input.Wrapper>
  );
}

interface GroupProps {
  service: string;
  permissions: readonly Permission[];
  held: readonly string[];
  mine: readonly string[];
  everything: boolean;
  set: (changed: readonly string[], on: boolean) => void;
}

function ServiceGroup({ service, permissions, held, mine, everything, set }: GroupProps) {
  return (
    <fieldset className={classes.group}>
      <legend className={classes.service}>{service}</legend>
      {permissions.map(({ id, description }) => (
        <Checkbox
          key={id}
          label={description}
          description={id}
          checked={grants(held, id)}
          disabled={everything || (held.includes(`${service}:*`) && !held.includes(id)) || !grants(mine, id)}
          onChange={(event) => set([id], event.currentTarget.checked)}
        />
      ))}
    </fieldset>
  );
}
