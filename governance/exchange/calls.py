"""How a platform is known to the API: by a token with a scope, so often in an hour."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from governance.citizens import brake

from . import actions
from .models import Partner

WORD = b"bearer"


class TokenAuthentication(BaseAuthentication):
    """The token of the header is that of the call; nobody of the platform is a person here."""

    def authenticate(self, request):
        """Nobody and the token; None without one. Raises AuthenticationFailed for one that is not good."""
        said = get_authorization_header(request).split()
        if not said or said[0].lower() != WORD:
            return None
        token = actions.found(said[1].decode("ascii", "replace"), timezone.now()) if len(said) == 2 else None
        if token is None:
            raise AuthenticationFailed("令牌不对、过期或者已经作废。")
        return AnonymousUser(), token

    def authenticate_header(self, request):
        """How a call shows who it is of."""
        return "Bearer"


class TokenScheme(OpenApiAuthenticationExtension):
    """What the description of the API says of it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        """By a token in the header."""
        return {"type": "http", "scheme": "bearer"}


class HasScope(BasePermission):
    """The token is good for what the view does."""

    message = "这个令牌不能做这件事。"

    def has_permission(self, request, view):
        """True if the scope of the method is one of the token's."""
        return request.auth is not None and view.scopes.get(request.method) in request.auth.scopes


class PartnerThrottle(BaseThrottle):
    """So many calls an hour, counted for all processes together."""

    def allow_request(self, request, view):
        """True while the platform has calls left in this hour."""
        if request.auth is None:
            return True
        self.at = timezone.now()
        partner = request.auth.partner
        return brake.count("partner", str(partner.pk), self.at) <= partner.hourly

    def wait(self):
        """The seconds until the next hour."""
        return brake.seconds_left(self.at)


class PartnerView(APIView):
    """One address for platforms; ``scopes`` says which scope each method wants."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [HasScope]
    throttle_classes = [PartnerThrottle]
    scopes: dict[str, str] = {}

    def initial(self, request, *args, **kwargs):
        """Everything of the call happens at one moment, for one platform."""
        super().initial(request, *args, **kwargs)
        self.at: datetime = timezone.now()
        self.partner: Partner = request.auth.partner
