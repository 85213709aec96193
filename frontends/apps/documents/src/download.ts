import {DocumentService} from '@avid/api/avid/document/v1/document_service';
import {toast} from '@avid/kit';
import {clientOf, problemOf} from '@avid/platform';

/** By a link that the store itself answers, valid for minutes. */
export async function download(document: string): Promise<void> {
  try {
    const {url} = await clientOf(DocumentService).createDownloadLink({name: document});
    const link = window.document.createElement('a');
    link.href = url;
    link.target = '_blank';
    link.rel = 'noopener';
    link.click();
  } catch (failure) {
    toast({text: problemOf(failure).message, tone: 'danger'});
  }
}
