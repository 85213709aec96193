import {useState} from 'react';
import {useMutation} from '@connectrpc/connect-query';
import {CustomerService} from '@avid/api/avid/customer/v1/customer_service';
import {Button, catalogue, Dialog, Form, FormActions, TextField, useTexts} from '@avid/kit';
import {fieldErrors, newRequestId, problemOf, useNavigate} from '@avid/platform';
import {pathOf} from './customer-path';

const texts = catalogue({
  en: {title: 'New customer', name: 'Name', email: 'E-mail', phone: 'Telephone', create: 'Create', cancel: 'Cancel'},
  de: {title: 'Neuer Kunde', name: 'Name', email: 'E-Mail', phone: 'Telefon', create: 'Anlegen', cancel: 'Abbrechen'},
});

/** Creates one, and leads to its page, where the rest is added. */
export function NewCustomer({onClose}: {onClose(): void}) {
  const said = useTexts(texts);
  const navigate = useNavigate();
  const [displayName, setDisplayName] = useState('');
  const [email, setEmail] = useState('');
  const [phone, setPhone] = useState('');
  // One customer, however often the button is pressed.
  const [requestId, setRequestId] = useState(newRequestId);
  const {mutate, isPending, error} = useMutation(CustomerService.method.createCustomer, {
    onSuccess: (customer) => void navigate(pathOf(customer.name)),
    // What was refused was not done: corrected, it is another request.
    onError: (failure) => !problemOf(failure).retryable && setRequestId(newRequestId()),
  });
  const problem = error ? problemOf(error) : undefined;
  const errors = problem && (Object.keys(problem.fields).length > 0 ? fieldErrors(problem, 'customer') : {'': problem.message});
  return (
    <Dialog open onClose={onClose} title={said.title} holdsInput>
      <Form onSubmit={() => !isPending && mutate({customer: {displayName, email, phone}, requestId})} errors={errors}>
        <TextField label={said.name} name="display_name" value={displayName} onChange={setDisplayName} autoFocus />
        <TextField label={said.email} name="email" optional type="email" value={email} onChange={setEmail} />
        <TextField label={said.phone} name="phone" optional type="tel" value={phone} onChange={setPhone} />
        <FormActions>
          <Button onClick={onClose}>{said.cancel}</Button>
          <Button tone="primary" type="submit" busy={isPending}>{said.create}</Button>
        </FormActions>
      </Form>
    </Dialog>
  );
}
