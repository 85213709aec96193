import {DocumentService} from '@avid/api/avid/document/v1/document_service';
import {toast} from '@avid/kit';
import {clientOf, problemOf} from '@avid/platform';

/** The link answers the file as one to be kept, so the page stays. */
export async function download(name: string): Promise<void> {
  try {
    const {url} = await clientOf(DocumentService).createDownloadLink({name});
    window.location.assign(url);
  } catch (failure) {
    toast({text: problemOf(failure).message, tone: 'danger'});
  }
}
