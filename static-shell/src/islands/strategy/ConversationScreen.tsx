export default function X() { return <h1>strategy/ConversationScreen</h1>; }
