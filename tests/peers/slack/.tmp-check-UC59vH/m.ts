import type { KnownBlock, View, MessageAttachment, MessageMetadata } from '@slack/types';
export interface Msg { channel?: string; user?: string; ts?: string; thread_ts?: string; text?: string; mrkdwn?: boolean; blocks?: KnownBlock[]; attachments?: MessageAttachment[]; metadata?: MessageMetadata; unfurl_links?: boolean; unfurl_media?: boolean; reply_broadcast?: boolean; client_msg_id?: string; username?: string; icon_emoji?: string; response_type?: 'ephemeral' | 'in_channel'; replace_original?: boolean; delete_original?: boolean; }
export type AnyView = View;
