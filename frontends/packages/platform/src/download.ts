import {DocumentService} from '@avid/api/avid/document/v1/document_service';
import {toast} from '@avid/kit';
// By its name, as a feature has this file of its own and the platform of the shell.
import {clientOf, problemOf} from '@avid/platform';

/** By a link that the store itself answers, valid for minutes, as a file to be kept: so the page stays. */
export async function download(document: string): Promise<void> {
  try {
    const {url} = await clientOf(DocumentService).createDownloadLink({name: document});
    window.location.assign(url);
  } catch (failure) {
    toast({text: problemOf(failure).message, tone: 'danger'});
  }
}
