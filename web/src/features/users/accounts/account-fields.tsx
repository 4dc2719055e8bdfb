import { MultiSelect, Select, TagsInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { localeChoices, timeZoneChoices } from '../../../lib/locale-choices.ts';
import { useCan } from '../../../lib/session/use-session.ts';
import { useRoles } from '../roles/use-roles.ts';
import { type AccountValues, accountFieldLabels as labels } from './account-form.ts';

/** The fields of an account that those who manage accounts may change. */
export function AccountFields({ form: fields }: { form: UseFormReturnType<AccountValues> }) {
  const roles = useRoles();
  const mayAssign = useCan()('users:roles');
  return (
    <>
      <TextInput label={labels.name} maxLength={100} autoComplete="off" {...fields.getInputProps('name')} />
      <TextInput
        label={labels.email}
        type="email"
        maxLength={254}
        autoComplete="off"
        description="Logs in with it. Upper and lower case make no difference."
        {...fields.getInputProps('email')}
      />
      <MultiSelect
        label={labels.roles}
        description={
          mayAssign
            ? 'What the account may do. You can give only what you hold yourself.'
            : 'Needs the permission users:roles.'
        }
        data={(roles.data ?? []).map(({ id }) => id)}
        disabled={!mayAssign}
        searchable
        hidePickedOptions
        {...fields.getInputProps('roles')}
      />
      <TagsInput
        label={labels.labels}
        description="Words of your own, to find accounts again. Enter adds one."
        maxTags={20}
        {...fields.getInputProps('labels')}
      />
      <Select
        label={labels.locale}
        data={localeChoices(fields.values.locale)}
        placeholder="As the browser says"
        searchable
        clearable
        {...fields.getInputProps('locale')}
      />
      <Select
        label={labels.timeZone}
        data={timeZoneChoices(fields.values.timeZone)}
        placeholder="As the browser says"
        searchable
        clearable
        limit={100}
        {...fields.getInputProps('timeZone')}
      />
    </>
  );
}
